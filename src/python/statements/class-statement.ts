import { elements, evaluate, mappingPairs } from '../expressions/evaluate.ts';
import { documentation } from '../expressions/function-value.ts';
import type { Machine } from '../machine/machine.ts';
import { newScope, qualifiedName, type Scope } from '../machine/scope.ts';
import { call } from '../protocol/call.ts';
import { makeClass } from '../protocol/make-class.ts';
import { manglePrivateNames } from '../syntax/mangle.ts';
import type { Statement, StatementOf } from '../syntax/parse.ts';
import { classOf } from '../types/index.ts';
import { OBJECT } from '../types/object.ts';
import { TYPE } from '../types/type.ts';
import { lookUp } from '../values/class-order.ts';
import { Dict } from '../values/dict.ts';
import type { Keywords } from '../values/runtime.ts';
import { type ClassValue, isUnknown, tuple, type Unknown, type Value } from '../values/values.ts';
import { decorate, decoratorsOf } from './definitions.ts';
import { execute } from './execute.ts';

/** The value a `class` statement binds: the class, or what its metaclass, its native base or its decorators make of it. */
export function defineClass(machine: Machine, scope: Scope, node: StatementOf<'ClassDef'>): Value {
  manglePrivateNames(node);
  const decorators = decoratorsOf(machine, scope, node.decorator_list);
  const bases = elements(machine, scope, node.bases);
  const given = keywordsOf(machine, scope, node);
  const metaclass = metaclassOf(machine, bases, given.get('metaclass'));
  const keywords = new Map([...given].filter(([name]) => name !== 'metaclass'));
  const owner: { type: ClassValue | null } = { type: null };
  const namespace = new Dict(
    [
      ['__module__', scope.module.name],
      ['__qualname__', qualifiedName(scope, node.name)],
    ],
    'names',
  );
  const words = documentation(node.body);
  if (words !== null) namespace.set('__doc__', words);
  const body = newScope({
    kind: 'class',
    name: node.name,
    module: scope.module,
    locals: namespace,
    source: scope.source,
    outer: scope,
    owner,
    node,
  });
  machine.within(body, () => execute(machine, body, node.body));
  const made = isUnknown(metaclass)
    ? makeClass(machine, {
        name: node.name,
        bases: [...(bases.length > 0 ? bases : [OBJECT]), metaclass],
        namespace,
        owner,
      })
    : metaclass === TYPE
      ? makeClass(machine, { name: node.name, bases, namespace, owner, keywords })
      : byMetaclass(machine, metaclass, node.name, bases, namespace, keywords);
  if (typeof made === 'object' && made?.kind === 'class') owner.type = made;
  return decorate(machine, decorators, adopted(machine, made, node.body));
}

function keywordsOf(machine: Machine, scope: Scope, node: StatementOf<'ClassDef'>): Map<string, Value> {
  const keywords = new Map<string, Value>();
  for (const keyword of node.keywords) {
    const value = evaluate(machine, scope, keyword.value);
    if (keyword.arg !== undefined) keywords.set(keyword.arg, value);
    else for (const [key, item] of mappingPairs(machine, value)) keywords.set(String(key), item);
  }
  return keywords;
}

/** The class to make the class with; an Unknown where what it does can't be told. Native ones act through `subclassed`. */
function metaclassOf(
  machine: Machine,
  bases: readonly Value[],
  named: Value | undefined,
): ClassValue | Unknown {
  if (isUnknown(named)) return named;
  const inherited = bases.filter((base) => typeof base === 'object' && base?.kind === 'class').map(classOf);
  const candidates = [...(named === undefined || named === null ? [] : [named]), ...inherited];
  let chosen: ClassValue = TYPE;
  for (const candidate of candidates) {
    if (typeof candidate !== 'object' || candidate?.kind !== 'class')
      return machine.unknown('a metaclass that is no class is not modelled');
    if (candidate.mro.includes(chosen)) chosen = candidate;
  }
  if (chosen.at === undefined)
    return isHarmless(chosen) ? TYPE : chosen === named ? notModelled(machine) : TYPE;
  const foreign = chosen.mro.some(
    (base) => base.kind === 'unknown' || (base.at === undefined && !isHarmless(base)),
  );
  return foreign || lookUp(chosen.mro, '__prepare__') !== undefined ? notModelled(machine) : chosen;
}

function notModelled(machine: Machine): Unknown {
  return machine.unknown('this metaclass is not modelled');
}

function isHarmless(type: ClassValue): boolean {
  return ['type', 'object', 'ABCMeta'].includes(type.name);
}

/** `metaclass(name, bases, namespace, **keywords)`. */
function byMetaclass(
  machine: Machine,
  metaclass: ClassValue,
  name: string,
  bases: readonly Value[],
  namespace: Dict,
  keywords: Keywords,
): Value {
  const content = new Dict([...namespace.entries()].map(({ key, value }) => [key, value]));
  return call(machine, metaclass, [name, tuple(bases), content], keywords);
}

/** An enumeration takes each name once. */
function refuseTwice(machine: Machine, body: readonly Statement[]): void {
  const names = new Set<string>();
  for (const statement of body) {
    const [target] = statement.nodeType === 'Assign' ? statement.targets : [];
    if (target?.nodeType !== 'Name' || target.id.startsWith('_')) continue;
    if (names.has(target.id)) machine.runtime.raise('TypeError', `'${target.id}' already defined`);
    names.add(target.id);
  }
}

function adopted(machine: Machine, made: Value, body: readonly Statement[]): Value {
  if (typeof made !== 'object' || made?.kind !== 'class') return made;
  const native = made.mro.find((base) => base.kind === 'class' && base.subclassed !== undefined);
  if (native?.kind === 'class' && native.module === 'enum') refuseTwice(machine, body);
  return native?.kind === 'class' ? (native.subclassed?.(machine.runtime, made) ?? made) : made;
}
