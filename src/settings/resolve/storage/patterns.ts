import {
  DEFAULT_TEMPLATE,
  mergedByGlob,
  modulePattern,
  type Usual,
  usualPatterns,
} from '../../../patterns/default.ts';
import { compileRule } from '../../../patterns/rule.ts';
import type { ReferencePattern, ReferenceRule } from '../../../types.ts';
import type { Datum, Table } from '../../datum.ts';
import { isList, isUnresolved } from '../../datum.ts';
import type { Family } from '../classes/family.ts';

export interface FoundPatterns {
  readonly patterns: readonly ReferencePattern[] | undefined;
  /** Words for patterns that can't be taken. */
  readonly refused: readonly string[];
}

/** Reads the `patterns` of a storage; `values`: what it says besides. */
export function patternsIn(
  value: Datum,
  values: Table,
  djangoVersion: string,
  { members }: Family,
  isWhole: boolean,
): FoundPatterns {
  const moduleAggregation = values.get('support_js_module_import_aggregation') === true;
  const read = readPatterns(value, { djangoVersion, moduleAggregation }, isWhole);
  if ('patterns' in read) return { ...read, refused: [] };
  const owner = members.get('patterns')?.owner;
  const name = owner === undefined ? 'patterns' : `${owner}.patterns`;
  return { patterns: undefined, refused: [`${name}, which can't be followed: ${read.refused}`] };
}

/** The `patterns` of a storage: `undefined` if they are Django's own, or why they can't be taken. */
type ReadPatterns =
  | { readonly patterns: readonly ReferencePattern[] | undefined }
  | { readonly refused: string };

/** What a value says that is no pattern, or none that can be followed. */
class Refused {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/**
 * Reads `HashedFilesMixin.patterns` as a class or an object has it. `isWhole`: what
 * `support_js_module_import_aggregation` adds is among them already.
 */
function readPatterns(value: Datum, usual: Usual, isWhole: boolean): ReadPatterns {
  const theirs = usualPatterns({ ...usual, moduleAggregation: true }) ?? [];
  try {
    const own = listOf(value, 'it').map((entry) => patternOf(entry, theirs));
    const modules = usual.moduleAggregation && !isWhole ? modulePattern(usual.djangoVersion) : undefined;
    if (usual.moduleAggregation && !isWhole && modules === undefined)
      throw new Refused(`what Django ${usual.djangoVersion} adds for imports is not known`);
    const patterns = mergedByGlob(modules === undefined ? own : [...own, modules]);
    const isUsual = JSON.stringify(patterns) === JSON.stringify(usualPatterns(usual));
    return { patterns: isUsual ? undefined : patterns };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.reason };
    throw error;
  }
}

function listOf(value: Datum | undefined, what: string): readonly Datum[] {
  if (isUnresolved(value)) throw new Refused(value.reason);
  if (!isList(value)) throw new Refused(`${what} is no tuple`);
  return value;
}

function textOf(value: Datum | undefined, what: string): string {
  if (isUnresolved(value)) throw new Refused(value.reason);
  if (typeof value !== 'string') throw new Refused(`${what} is no text`);
  return value;
}

/** An entry: a glob and a tuple of rules. */
function patternOf(value: Datum, theirs: readonly ReferencePattern[]): ReferencePattern {
  const entry = listOf(value, 'an entry');
  if (entry.length !== 2) throw new Refused('an entry is no pair of a glob and a tuple');
  const glob = textOf(entry[0], 'a glob');
  const rules = listOf(entry[1], `what stands beside '${glob}'`);
  return {
    glob,
    rules: rules.map((rule) =>
      ruleOf(
        rule,
        theirs.flatMap((pattern) => pattern.rules),
      ),
    ),
  };
}

/** A rule: a regular expression, or a pair of one and a template. */
function ruleOf(value: Datum, theirs: readonly ReferenceRule[]): ReferenceRule {
  const [first, second, ...more] = isList(value) ? value : [value, DEFAULT_TEMPLATE];
  const [regex, template] = [textOf(first, 'a regular expression'), textOf(second, 'a template')];
  const isSame = (rule: ReferenceRule): boolean => rule.regex === regex && rule.template === template;
  const same = theirs.find(isSame);
  const ignores = theirs.some((rule) => rule.ignores !== undefined);
  // The third, of Django 6.1, is a compiled expression: only Django's own is known by what stands beside it.
  if (more.length > 1 || (more.length === 1 && same?.ignores !== 'js'))
    throw new Refused(`the rule ${regex} has more than an expression and a template`);
  const rule = {
    regex,
    template,
    ...(ignores && { ignores: more.length === 1 ? ('js' as const) : ('css' as const) }),
  };
  const made = compileRule(rule);
  if ('reason' in made) throw new Refused(made.reason);
  return rule;
}
