import type { Machine } from '../machine/machine.ts';
import type { Scope } from '../machine/scope.ts';
import type { ExpressionOf } from '../syntax/parse.ts';
import type { Entry } from '../values/dict.ts';
import { settled } from '../values/settled.ts';
import { NotModelled, type Value } from '../values/values.ts';

/** Names that some or all versions of Python have without an import, and that are not among the ones modelled. */
const ALWAYS_THERE: ReadonlySet<string> = new Set(
  `BaseExceptionGroup BlockingIOError BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError
  ConnectionRefusedError ConnectionResetError EOFError EncodingWarning ExceptionGroup FloatingPointError InterruptedError
  MemoryError PythonFinalizationError ReferenceError ResourceWarning SyntaxWarning SystemError TabError UnicodeTranslateError
  UnicodeWarning __annotations__ __build_class__ __builtins__ __cached__ __loader__ __spec__ aiter anext breakpoint
  bytearray complex copyright credits help input license memoryview`.split(/\s+/),
);

/** The value of a name: local, of the functions around, of the module, built in. Raises NameError. */
export function loadName(machine: Machine, scope: Scope, node: ExpressionOf<'Name'>): Value {
  const name = node.id;
  const entry = findEntry(machine, scope, name);
  if (entry !== undefined) {
    for (const variable of entry.environment ?? []) machine.reads.add(variable);
    if (scope.kind === 'module') machine.loaded.add(name);
    return settled(entry.value);
  }
  const { taint, spoiled } = scope.module.namespace;
  const builtin = machine.builtins.get(name);
  // Nothing that may have bound any name is likely to have replaced what is built in.
  if (builtin !== undefined) return builtin;
  const unknown = taint ?? spoiled ?? scope.locals.spoiled ?? scope.locals.taint;
  if (unknown !== undefined) return unknown;
  scope.node = node;
  if (ALWAYS_THERE.has(name)) throw new NotModelled(`${name} is not modelled`);
  return machine.runtime.raise('NameError', `name '${name}' is not defined`);
}

function findEntry(machine: Machine, scope: Scope, name: string): Entry | undefined {
  const globals = scope.module.namespace;
  if (scope.globalNames.has(name)) return globals.entry(name);
  const own = scope.locals.entry(name);
  if (own !== undefined) return own;
  if (scope.localNames.has(name) && scope.locals.spoiled === undefined) {
    return machine.runtime.raise('UnboundLocalError', `cannot access local variable '${name}'`);
  }
  for (let outer = scope.outer; outer !== null; outer = outer.outer) {
    if (outer.kind === 'function') {
      if (outer.globalNames.has(name)) break;
      const entry = outer.locals.entry(name);
      if (entry !== undefined) return entry;
      if (outer.localNames.has(name) && outer.locals.spoiled === undefined) {
        return machine.runtime.raise('NameError', `cannot access free variable '${name}'`);
      }
    }
  }
  return globals.entry(name);
}
