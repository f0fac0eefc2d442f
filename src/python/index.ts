/** A Python evaluator that knows no Django: reads settings modules and classes without running Python. */

export type { Binding, ClassDescription } from './class-description.ts';
export type { PythonModule, PythonReader } from './interpreter.ts';
export { createPythonReader } from './interpreter.ts';
export type { PythonOptions } from './machine/options.ts';

export { type Plain, toPlain } from './plain.ts';
export type { Unknown, Value } from './values/values.ts';
