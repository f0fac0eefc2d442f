import { splitLines } from '../../../../text/blanks.ts';
import { expectPath } from '../../../native/expect.ts';
import { native, nativeClass } from '../../../native/native.ts';
import { plainMaker } from '../../../native/stand-ins.ts';
import { absolutePath } from '../../../text/paths.ts';
import type { Runtime } from '../../../values/runtime.ts';
import {
  type ClassValue,
  isUnknown,
  MetUnknown,
  NotModelled,
  Raised,
  type Value,
} from '../../../values/values.ts';
import { loadingVariables, readTextFile } from '../../stdlib/text-file.ts';
import { setUp, waitingValue } from './values.ts';

/** True for a name that django-configurations takes for a setting. */
export function isSettingName(name: Value): name is string {
  return typeof name === 'string' && name === name.toUpperCase() && !name.startsWith('_');
}

/** The settings a class has, its own and those it inherits, as attribute look-up finds them. */
export function settingsOf(type: ClassValue): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const base of [...type.mro].reverse()) {
    if (base.kind === 'unknown') for (const name of found.keys()) found.set(name, base);
    else for (const { key, value } of base.namespace.entries()) if (isSettingName(key)) found.set(key, value);
  }
  return found;
}

/**
 * Every Configuration class takes over all the settings of its bases when it is made, the first base last. So with two
 * of them the first one's inherited settings go before the second one's own, unlike in other classes.
 */
function takeOver(_: Runtime, type: ClassValue): Value {
  const inherited = new Map<string, Value>();
  for (const base of [...type.bases].reverse()) {
    if (isUnknown(base)) for (const name of inherited.keys()) inherited.set(name, base);
    else if (typeof base === 'object' && base?.kind === 'class')
      for (const [name, value] of settingsOf(base)) inherited.set(name, value);
  }
  for (const [name, value] of inherited) if (!type.namespace.has(name)) type.namespace.set(name, value);
  return type;
}

/** The file that the class attribute DOTENV names, into the environment where a variable is not set. */
function loadDotenv(runtime: Runtime, cls: Value): Value {
  return loadingVariables(runtime, false, () => readDotenv(runtime, cls));
}

function readDotenv(runtime: Runtime, cls: Value): null {
  const path = (typeof cls === 'object' && cls?.kind === 'class' && settingsOf(cls).get('DOTENV')) || null;
  if (path === null || !runtime.truth(path)) return null;
  const file = absolutePath(expectPath(runtime, path), runtime.cwd);
  const text = readTextFile(runtime, file);
  if (text === null)
    return runtime.raise('ValueError', `Couldn't read .env file with the path ${runtime.str(path)}`);
  for (const line of splitLines(text)) {
    const match = /^([A-Za-z_0-9]+)=(.*)$/s.exec(line);
    if (match === null) continue;
    const single = /^'(.*)'$/s.exec(match[2] as string)?.[1] ?? (match[2] as string);
    const value = /^"(.*)"$/s.exec(single)?.[1]?.replace(/\\(.)/gs, '$1') ?? single;
    const name = match[1] as string;
    if (runtime.environment.peek(name) === undefined) runtime.environment.load(name, value, file);
  }
  runtime.setAttribute(cls, 'DOTENV_LOADED', path);
  return null;
}

/** `Configuration.setup`: the Values of a class become what they stand for. */
function setUpAll(runtime: Runtime, cls: Value): null {
  if (typeof cls !== 'object' || cls?.kind !== 'class') return null;
  for (const [name, value] of settingsOf(cls)) {
    const waiting = waitingValue(value);
    if (waiting !== undefined)
      cls.namespace.set(
        name,
        attempt(runtime, name, () => setUp(runtime, waiting, name)),
      );
  }
  return null;
}

/** Result of `work`; if that can't be computed, only its own setting is Unknown. */
export function attempt(runtime: Runtime, name: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof MetUnknown) return error.unknown;
    if (error instanceof NotModelled) return runtime.unknown(error.message);
    if (error instanceof Raised)
      return runtime.unknown(`computing ${name} raises ${error.exception.class.name}`);
    throw error;
  }
}

const onClass = (name: string, run: (runtime: Runtime, cls: Value) => Value): Value => ({
  kind: 'classmethod',
  function: native(`${name}(cls)`, (runtime, { cls = null }) => run(runtime, cls)),
});

export function configurationClass(globals: ReadonlyMap<string, Value>): ClassValue {
  return nativeClass({
    name: 'Configuration',
    module: 'configurations.base',
    subclassed: takeOver,
    members: {
      ...Object.fromEntries(globals),
      DOTENV_LOADED: null,
      __new__: plainMaker(),
      load_dotenv: onClass('load_dotenv', loadDotenv),
      pre_setup: onClass('pre_setup', (runtime, cls) => {
        return runtime.getAttribute(cls, 'DOTENV_LOADED') === null ? loadDotenv(runtime, cls) : null;
      }),
      setup: onClass('setup', setUpAll),
      post_setup: onClass('post_setup', () => null),
    },
  });
}
