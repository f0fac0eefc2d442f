/**
 * A Python evaluator that knows no Django: it reads settings modules and classes without running Python.
 * README.md, beside this file, tells how it works. Its policies, cited by name in comments (`policy Taint`):
 *
 * - **Unknown**: what can't be computed is a value of its own, with a reason and a place. It travels through expressions.
 *   Only a setting that the run needs and that ends Unknown is an error.
 * - **Raise**: a `raise` at module level does not end the evaluation. What its statement would have bound is Unknown, and what
 *   the calls that it ends would have done.
 * - **Fork**: an `if` on an Unknown evaluates both branches and keeps what comes out equal.
 * - **Taint**: if code that can't be followed is handed a namespace (`globals()`, a frame, `exec`, `import *`), every
 *   setting that is not assigned after it is Unknown, not absent. `assumeBenign` takes such code as harmless.
 * - **Spoil**: a mutable value that is handed to a call that is not fully modelled becomes Unknown.
 * - **Import**: `try: import x` is decided by whether x is found on the project's Python path, never by a guess. If no
 *   packages folder is known, nobody can say that a package is missing: the outcome is Unknown.
 * - **Bounds**: work is bounded in steps, depth and bytes, never in time: the same files give the same answer on every
 *   machine. Only files of the project and its packages are read; nothing is written, started or connected to.
 * - **Origin**: every value knows the assignment that gave it and the places that changed it.
 * - **Lazy**: of an installed package, and of a module read for one class, only what the asked-for names depend on is
 *   evaluated.
 * - **Order**: what depends on the order of a set is Unknown, since it differs from process to process. The order of a
 *   listing is the folder's own, as in CPython.
 */

export type { Binding, ClassDescription } from './class-description.ts';
export { createPythonReader } from './interpreter.ts';
export type { PythonOptions } from './machine/options.ts';
export { type Plain, type PlainOther, toPlain } from './plain.ts';
export type { PythonModule } from './python-module.ts';
export type { ProgramEnd, PythonReader } from './python-reader.ts';
export type { Unknown, Value } from './values/values.ts';
