import { evaluate } from './expressions/evaluate.ts';
import { isLiteral } from './expressions/literal.ts';
import { leadsToOwn, noteImport } from './imports/changes-from-outside.ts';
import { importModule, moduleNamespace, replaceModule } from './imports/importer.ts';
import { findModule } from './imports/presence.ts';
import { runFile } from './imports/run-file.ts';
import { isAwaited } from './machine/doubts.ts';
import { framesFrom, localsOf, taintCallers } from './machine/frames.ts';
import { Left } from './machine/left.ts';
import type { Machine } from './machine/machine.ts';
import { newScope, type Scope } from './machine/scope.ts';
import { spoil, taint } from './machine/spoil.ts';
import { getAttribute, halfDone } from './protocol/attributes.ts';
import { call, instantiate } from './protocol/call.ts';
import { ownError, raised } from './protocol/exceptions.ts';
import { isInstance } from './protocol/instance-of.ts';
import { getItem, setItem } from './protocol/items.ts';
import { items, itemsInAnyOrder, iterate, orderDoubt, withItems } from './protocol/iterate.ts';
import { lengthOf } from './protocol/length.ts';
import { makeClass } from './protocol/make-class.ts';
import { equal } from './protocol/operators/equality.ts';
import { operate } from './protocol/operators/operate.ts';
import { ordered } from './protocol/operators/ordering.ts';
import {
  deleteAttribute,
  deletePlainly,
  setAttribute,
  setOnClass,
  setPlainly,
} from './protocol/set-attribute.ts';
import { truth } from './protocol/truth.ts';
import { execute } from './statements/execute.ts';
import type { Expression } from './syntax/parse.ts';
import { positionOf, type Source } from './syntax/source.ts';
import { formatValue } from './text/format.ts';
import { reprOf, strOf } from './text/repr.ts';
import { exceptionOf } from './types/exceptions.ts';
import { classOf } from './types/index.ts';
import { Dict } from './values/dict.ts';
import { List } from './values/list.ts';
import type { Runtime } from './values/runtime.ts';
import { certain } from './values/settled.ts';
import {
  type Instance,
  isUnknown,
  type ModuleValue,
  NotModelled,
  Raised,
  type Value,
} from './values/values.ts';

/** The evaluator as natives see it. */
export function createRuntime(machine: Machine): Runtime {
  const raiseHere = (exception: Instance): never => {
    const { at, expression } = machine.unknown('');
    throw new Raised(exception, { at, expression });
  };
  const runtime: Runtime = {
    get cwd() {
      return machine.host.cwd;
    },
    leave: () => {
      if (!machine.mayLeave) throw new NotModelled('commands of Django are not run');
      throw new Left(machine);
    },
    argv: machine.options.argv ?? ['manage.py', 'collectstatic'],
    searchPath: machine.host.searchPath,
    files: machine.host.files,
    environment: machine.host.environment,
    frame: () => machine.scope,
    frames: () => framesFrom(machine.scope),
    locals: (frame = machine.scope) => localsOf(machine, frame as Scope),
    lineOf: (frame) => {
      const { source, node } = frame as Scope;
      const { line } = positionOf(source, node);
      return line === undefined ? null : BigInt(line);
    },
    taintCallers: (reason) => taintCallers(machine, reason),
    currentMethod: () => currentMethod(machine.scope),
    at: () => machine.at(),
    unknown: (reason) => machine.unknown(reason),
    raise: (type, message) => raiseHere(ownError(machine, type, message)),
    raiseValue: (type, value) => raiseHere(raised(type, value).exception),
    raiseException: (exception) => raiseHere(toException(machine, exception)),
    isAwaited: (exception) => isAwaited(machine, toException(machine, exception)),
    call: (callee, args, keywords) => call(machine, callee, args, keywords),
    operate: (operator, left, right) => operate(machine, operator, left, right),
    equal: (left, right) => equal(machine, left, right),
    less: (left, right) => ordered(machine, '<', left, right),
    truth: (value) => truth(machine, value),
    str: (value) => strOf(runtime, value),
    repr: (value) => reprOf(runtime, value),
    format: (value, spec) => format(machine, value, spec),
    iterate: (value) => iterate(machine, value),
    items: (value) => items(machine, value),
    itemsInAnyOrder: (value) => itemsInAnyOrder(machine, value),
    withItems: (value, work) => withItems(machine, value, work),
    orderDoubt: (value) => orderDoubt(machine, value),
    listOf: (all) => new List(all),
    length: (value) => lengthOf(machine, value),
    getItem: (value, key) => getItem(machine, value, key),
    setItem: (value, key, item) => setItem(machine, value, key, item),
    getAttribute: (value, name) => getAttribute(machine, value, name),
    halfDone,
    setAttribute: (value, name, attribute) => setAttribute(machine, value, name, attribute),
    setPlainly: (value, name, attribute) => {
      if (typeof value === 'object' && value?.kind === 'instance')
        setPlainly(machine, value, value.class, value.attributes, name, attribute);
      else if (typeof value === 'object' && value?.kind === 'class')
        setOnClass(machine, value, name, attribute);
      else throw new NotModelled('__setattr__ of this object');
    },
    deleteAttribute: (value, name, plainly = false) =>
      plainly ? deletePlainly(machine, value, name) : deleteAttribute(machine, value, name),
    classOf: (value) => classOf(value),
    makeClass: (name, bases, namespace, metaclass, keywords = new Map()) =>
      makeClass(machine, {
        name,
        bases,
        namespace: new Dict(
          [...namespace.entries()].map(({ key, value }) => [key, value]),
          'names',
        ),
        ...(metaclass === undefined ? {} : { metaclass }),
        keywords,
      }),
    instantiate: (type, args, keywords) => instantiate(machine, type, args, keywords),
    isInstance: (value, type) => isInstance(machine, value, type),
    builtin: (name) => machine.builtins.get(name) ?? null,
    importModule: (dotted) => importModule(machine, dotted),
    replaceModule: (dotted) => replaceModule(machine, dotted),
    loadedModule: (dotted) => {
      const module = machine.modules.get(dotted);
      return module?.kind === 'module' ? module : undefined;
    },
    unfinishedModule: (dotted) => {
      const module = machine.modules.get(dotted);
      if (module?.kind !== 'module' || !machine.running.has(module)) return null;
      if (machine.isAside) return machine.unknown('it is asked for by code that waited until now');
      return machine.earlyQuestion ?? module;
    },
    finishedModule: (dotted) => {
      const module = machine.modules.get(dotted);
      if (module?.kind !== 'module' || machine.running.has(module)) return null;
      if (!machine.settingsModules.has(dotted)) return null;
      // Python would have run that code while the module had only some of its names.
      if (machine.importedBySettings.has(machine.scope.module.name))
        return machine.unknown('it is asked for by code that the settings import');
      return machine.earlyQuestion ?? module;
    },
    noteImport: (dotted) => noteImport(machine, dotted),
    leadsToOwn: (dotted) => leadsToOwn(machine, dotted),
    findModule: (dotted) => findModule(machine, dotted),
    makeModule: (name, file) => {
      const namespace = moduleNamespace(machine, name, file, []);
      return { kind: 'module', name, file, namespace, complete: true };
    },
    runFile: (file, module) => runFile(machine, file, module),
    runSource: (source, name, globals, locals = globals) => {
      const parsed = parseText(machine, name, source);
      const scope = scopeFor(machine, globals, locals, parsed.source);
      scope.natives = machine.natives;
      scope.caller = machine.scope;
      machine.within(scope, () => execute(machine, scope, parsed.body));
    },
    evaluate: (source, name, globals, locals = globals) => {
      const { source: text, node } = parseExpression(machine, name, source);
      const scope = scopeFor(machine, globals, locals, text);
      return machine.within(scope, () => evaluate(machine, scope, node));
    },
    literal: (source) => {
      const { source: text, node } = parseExpression(machine, '<literal>', source.replace(/^[ \t]+/, ''));
      if (!isLiteral(node)) return runtime.raise('ValueError', 'malformed node or string');
      const globals = new Dict();
      const scope = scopeFor(machine, globals, globals, text);
      return machine.within(scope, () => evaluate(machine, scope, node));
    },
    taint: (namespace, reason) => taint(machine, namespace, machine.unknown(reason)),
    spoil: (value, unknown) => spoil(machine, value, unknown),
    watching: (work) => machine.apart(() => ({ result: work(), variables: [...machine.reads].sort() })),
    deeper: (work) => machine.levels.deeper(work),
    charge: (steps) => machine.budget.step(steps),
  };
  return runtime;
}

function throwRaised(error: Raised): never {
  throw error;
}

function toException(machine: Machine, value: Value): Raised['exception'] {
  const exception = certain(value);
  if (typeof exception === 'object' && exception?.kind === 'class') {
    const made = call(machine, exception);
    if (!isUnknown(made) && typeof made === 'object' && made?.kind === 'instance') return made;
    return exceptionOf(exception, []);
  }
  if (typeof exception === 'object' && exception?.kind === 'instance') return exception;
  return raised('TypeError', 'exceptions must derive from BaseException').exception;
}

// A class may format itself; otherwise a spec is for built-in values only.
function format(machine: Machine, given: Value, spec: string): string {
  const value = certain(given);
  const hasOwn =
    typeof value === 'object' &&
    value?.kind === 'instance' &&
    value.class.mro.some(
      (type) => type.kind === 'class' && type.at !== undefined && type.namespace.has('__format__'),
    );
  if (typeof value === 'object' && value?.kind === 'instance' && (spec !== '' || hasOwn)) {
    const own = getAttribute(machine, value.class, '__format__');
    const text =
      own === undefined || value.class.at === undefined ? undefined : call(machine, own, [value, spec]);
    if (typeof text === 'string') return text;
    throw new NotModelled(`the format of a ${value.class.name} is not modelled`);
  }
  return formatValue(machine.runtime, value, spec);
}

function currentMethod(scope: Scope): Scope['method'] {
  for (let outer: Scope | null = scope; outer !== null; outer = outer.outer)
    if (outer.method !== undefined) return outer.method;
  return undefined;
}

// Many short literals in a line take longer than a line of a module.
const CHARACTERS_PER_STEP = 4;
// The parser sets itself up for each text.
const STEPS_TO_PARSE = 5;

function parseText(machine: Machine, name: string, source: string): ReturnType<Machine['parser']['parse']> {
  machine.budget.step(STEPS_TO_PARSE + Math.floor(source.length / CHARACTERS_PER_STEP));
  // Only the first bytes of a file may be a byte order mark.
  if (source.startsWith('\ufeff')) throwRaised(raised('SyntaxError', 'invalid non-printable character'));
  try {
    return machine.parser.parse(name, source);
  } catch {
    // Text that is no Python raises in the code that runs it; nothing else is thrown there.
    return throwRaised(raised('SyntaxError', 'invalid syntax'));
  }
}

interface ParsedExpression {
  readonly source: Source;
  readonly node: Expression;
}

function parseExpression(machine: Machine, name: string, text: string): ParsedExpression {
  const { source, body } = parseText(machine, name, text);
  const [only] = body;
  if (only?.nodeType === 'Expr' && body.length === 1) return { source, node: only.value };
  return throwRaised(raised('SyntaxError', 'invalid syntax'));
}

function scopeFor(machine: Machine, globals: Dict, locals: Dict, source: Source): Scope {
  return newScope({ kind: 'module', module: moduleOf(machine, globals), locals, source, outer: null });
}

// `exec(code, {})` runs in a namespace that belongs to no module.
function moduleOf(machine: Machine, globals: Dict): ModuleValue {
  const { module } = machine.scope;
  if (module.namespace === globals) return module;
  for (const known of machine.modules.values())
    if (known.kind === 'module' && known.namespace === globals) return known;
  const name = globals.get('__name__');
  return {
    kind: 'module',
    name: typeof name === 'string' ? name : 'builtins',
    file: null,
    namespace: globals,
    complete: true,
  };
}
