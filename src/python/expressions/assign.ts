import { type CollectstaticError, fail } from '../../errors.ts';
import type { Position } from '../../types.ts';
import type { Machine } from '../machine/machine.ts';
import { bindingScope, type Scope } from '../machine/scope.ts';
import { setItem } from '../protocol/items.ts';
import { items, iterate } from '../protocol/iterate.ts';
import { setAttribute } from '../protocol/set-attribute.ts';
import type { Expression } from '../syntax/parse.ts';
import type { Entry } from '../values/dict.ts';
import { List } from '../values/list.ts';
import { settled } from '../values/settled.ts';
import { isUnknown, type Value } from '../values/values.ts';
import { evaluate } from './evaluate.ts';

/** Binds a name, together with where that was done and what it depends on. */
export function bindName(machine: Machine, scope: Scope, name: string, value: Value): void {
  const locals = bindingScope(scope, name);
  const environment = machine.reads.size === 0 ? NOTHING : [...machine.reads].sort();
  if (locals.role !== 'module') {
    locals.bind({ key: name, value, environment });
    return;
  }
  if (scope.kind === 'function') locals.supply?.writing(name);
  // `X = X + [...]` changes what X was; `X = 1` begins anew.
  const at = machine.at();
  const former = machine.loaded.has(name) ? (locals.entry(name)?.origin ?? []) : [];
  // A place that changes it in a loop is one place.
  const others = former.filter((place) => !samePlace(place, at));
  locals.bind({ key: name, value, origin: [...others, at], environment });
}

function samePlace(a: Position, b: Position): boolean {
  return a.line === b.line && a.column === b.column && a.file === b.file;
}

const NOTHING: readonly string[] = [];

/** Binds a name to what another namespace has for it, keeping where that came from. */
export function bindEntry(machine: Machine, scope: Scope, name: string, entry: Entry): void {
  const environment = [...new Set([...(entry.environment ?? []), ...machine.reads])].sort();
  const origin = entry.origin ?? [machine.at()];
  bindingScope(scope, name).bind({ key: name, value: entry.value, origin, environment });
}

/** Assigns to any target: names, attributes, items, and tuples of them. */
export function assign(machine: Machine, scope: Scope, target: Expression, value: Value): void {
  switch (target.nodeType) {
    case 'Name':
      bindName(machine, scope, target.id, value);
      return;
    case 'Attribute':
      setAttribute(machine, evaluate(machine, scope, target.value), target.attr, value);
      return;
    case 'Subscript':
      setItem(machine, evaluate(machine, scope, target.value), evaluate(machine, scope, target.slice), value);
      return;
    case 'Starred':
      assign(machine, scope, target.value, value);
      return;
    case 'Tuple':
    case 'List':
      unpack(machine, scope, target.elts, value);
      return;
    default:
      throw noTarget(machine);
  }
}

/** For `name := value`, which takes a name alone. */
export function assignNamed(machine: Machine, scope: Scope, target: Expression, value: Value): void {
  if (target.nodeType !== 'Name') throw noTarget(machine);
  bindName(machine, scope, target.id, value);
}

/** The parser looks at the targets of `=` and of `with`, not at those of `for` and `:=`. */
function noTarget(machine: Machine): CollectstaticError {
  return fail({
    code: 'python-syntax',
    message: 'Python syntax error: cannot assign to expression',
    at: machine.at(),
  });
}

function first(values: Iterable<Value>, most: number): Value[] {
  const taken: Value[] = [];
  for (const value of values) {
    taken.push(value);
    if (taken.length === most) break;
  }
  return taken;
}

function unpack(machine: Machine, scope: Scope, targets: readonly Expression[], whole: Value): void {
  const value = settled(whole);
  if (isUnknown(value)) {
    for (const target of targets) assign(machine, scope, target, value);
    return;
  }
  const star = targets.findIndex((target) => target.nodeType === 'Starred');
  // One more than there are targets tells that there are too many; what is behind it is not asked for.
  const given = star < 0 ? first(items(machine, value), targets.length + 1) : iterate(machine, value);
  const [least, most] =
    star < 0 ? [targets.length, targets.length] : [targets.length - 1, Number.POSITIVE_INFINITY];
  if (given.length < least)
    machine.runtime.raise(
      'ValueError',
      `not enough values to unpack (expected ${least}, got ${given.length})`,
    );
  if (given.length > most)
    machine.runtime.raise('ValueError', `too many values to unpack (expected ${most})`);
  const surplus = given.length - least;
  for (const [index, target] of targets.entries()) {
    if (star >= 0 && index === star)
      assign(machine, scope, target, new List(given.slice(index, index + surplus)));
    else
      assign(machine, scope, target, given[star >= 0 && index > star ? index + surplus - 1 : index] as Value);
  }
}
