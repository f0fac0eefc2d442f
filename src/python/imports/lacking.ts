import { CollectstaticError } from '../../errors.ts';
import { STEPS_PER_LINE } from '../machine/budget.ts';
import type { Machine } from '../machine/machine.ts';
import { analyse, mayDoMore } from '../syntax/analyse.ts';
import type { Expression, Parsed, Statement } from '../syntax/parse.ts';

/**
 * True if a module that a model stands for certainly has no such name: its own file binds others only, in statements that
 * show what they bind, and no module of a package is called so. False if nobody can tell.
 */
export function isLacking(machine: Machine, dotted: string, name: string): boolean {
  // Python itself adds names of this form.
  if (name.startsWith('__')) return false;
  const names = namesShown(machine, dotted);
  return names !== null && !names.has(name) && machine.host.finder.find(`${dotted}.${name}`) === null;
}

/** The names that a module's text binds; `null` if it may bind more than it shows. */
function namesShown(machine: Machine, dotted: string): ReadonlySet<string> | null {
  const file = machine.host.finder.find(dotted)?.file;
  const parsed = file?.endsWith('.py') ? parsedIfAny(machine, file) : null;
  if (parsed === null) return null;
  const { body, source } = parsed;
  machine.budget.step(source.lines.length * STEPS_PER_LINE);
  if (!body.every(showsNames)) return null;
  const { localNames } = analyse(body);
  return localNames.has('__getattr__') ? null : localNames;
}

function parsedIfAny(machine: Machine, file: string): Parsed | null {
  try {
    return machine.sources.parseFile(file);
  } catch (error) {
    if (error instanceof CollectstaticError) return null;
    throw error;
  }
}

/** Statements that are known to bind the names that stand in them, and none besides. */
function showsNames(statement: Statement): boolean {
  switch (statement.nodeType) {
    case 'Import':
      return true;
    case 'ImportFrom':
      return statement.names.every(({ name }) => name !== '*');
    case 'Expr':
      return statement.value.nodeType === 'Constant';
    case 'Assign':
      return statement.targets.every(isName) && !mayDoMore(statement.value);
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return statement.decorator_list.length === 0 && statement.args.defaults.every(isConstant);
    default:
      return false;
  }
}

function isName({ nodeType }: Expression): boolean {
  return nodeType === 'Name';
}

function isConstant({ nodeType }: Expression): boolean {
  return nodeType === 'Constant';
}
