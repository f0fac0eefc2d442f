import type { Runtime } from '../../../values/runtime.ts';
import { type ClassValue, isUnknown, type ModuleValue, type Value } from '../../../values/values.ts';
import { attempt, isSettingName, settingsOf } from './configuration.ts';
import { setUp, variableOf, waitingValue } from './values.ts';

const CHOOSER = 'DJANGO_CONFIGURATION';

function isConfiguration(value: Value): value is ClassValue {
  if (typeof value !== 'object' || value?.kind !== 'class' || value.at === undefined) return false;
  return value.mro.some((base) => base.kind === 'class' && base.module === 'configurations.base');
}

function isCallable(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value.kind === 'instance')
    return value.class.mro.some((base) => base.kind === 'class' && base.namespace.has('__call__'));
  return ['function', 'native', 'method', 'class', 'staticmethod'].includes(value.kind);
}

/** True if `@pristinemethod` marked it to stay a method. */
function isPristine(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value.kind === 'method') return isPristine(value.function);
  return value.kind === 'function' && value.attributes.get('pristine') === true;
}

/** The value of one setting on the instance: methods are called, Values that they give are set up. */
function settingOf(runtime: Runtime, configuration: Value, name: string): Value {
  const value = runtime.getAttribute(configuration, name) ?? null;
  const called = isCallable(value) && !isPristine(value) ? runtime.call(value) : value;
  const waiting = waitingValue(called);
  return waiting === undefined ? called : setUp(runtime, waiting, name);
}

/** The place where the class, or one that it inherits from, binds a name first, and the variables that may set it. */
function sourceOf(
  type: ClassValue,
  name: string,
): { readonly at: ClassValue['at']; readonly variables: readonly string[] } {
  const own = type.mro.filter(
    (base) => base.kind === 'class' && base.at !== undefined && base.namespace.has(name),
  );
  // Configurations copy what they inherit, so the last one in the order is the one that wrote it.
  const last = own.at(-1);
  const base = last?.kind === 'class' ? last : type;
  const waiting = waitingValue(base.namespace.get(name) ?? null);
  const named = waiting === undefined ? null : variableOf(waiting, name);
  return { at: base.at, variables: [CHOOSER, ...(named === null ? [] : [named])].sort() };
}

/**
 * What the package's importer does once the settings module has run: the settings of the class that
 * DJANGO_CONFIGURATION names become names of the module. Nothing for a module without such classes.
 */
export function applyConfiguration(runtime: Runtime, module: ModuleValue): void {
  const classes = [...module.namespace.entries()].map(({ value }) => value).filter(isConfiguration);
  if (classes.length === 0) return;
  const name = runtime.environment.get(CHOOSER);
  if (isUnknown(name)) {
    runtime.taint(module.namespace, `${CHOOSER} is unknown: ${name.reason}`);
    return;
  }
  const chosen = name === undefined ? undefined : module.namespace.get(name);
  if (name === undefined || chosen === undefined || !isConfiguration(chosen)) {
    const known = classes.map((each) => each.name).join(', ');
    const reason = name === undefined ? `${CHOOSER} is not set` : `there is no configuration class ${name}`;
    runtime.taint(module.namespace, `${reason}: it names one of the classes ${known}`);
    return;
  }
  for (const step of ['pre_setup', 'setup']) {
    attempt(runtime, step, () => runtime.call(runtime.getAttribute(chosen, step) ?? null));
  }
  const unknownBase = chosen.mro.find(isUnknown);
  if (unknownBase !== undefined) runtime.taint(module.namespace, unknownBase.reason);
  const configuration = attempt(runtime, name, () => runtime.call(chosen));
  for (const setting of [...settingsOf(chosen).keys()].filter(isSettingName).sort()) {
    const { at, variables } = sourceOf(chosen, setting);
    const { result, variables: read } = runtime.watching(() =>
      attempt(runtime, setting, () => settingOf(runtime, configuration, setting)),
    );
    module.namespace.bind({
      key: setting,
      value: result,
      origin: at === undefined ? [] : [at],
      environment: [...new Set([...variables, ...read])].sort(),
    });
  }
  attempt(runtime, 'post_setup', () => runtime.call(runtime.getAttribute(chosen, 'post_setup') ?? null));
}
