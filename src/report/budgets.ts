import picomatch from 'picomatch';
import { sizeText } from '../text/size.ts';
import type { Asset, Budget, BudgetResult, Problem } from '../types.ts';
import type { Earlier } from './earlier.ts';
import type { GzipSizes, Weighed } from './gzip.ts';
import { totalOf } from './total.ts';

export interface Judgement {
  readonly results: readonly BudgetResult[];
  /** Errors for what is broken, warnings for what can't be judged. */
  readonly problems: readonly Problem[];
}

/** Judges the budgets by the files that a run collects, as their sources have them, and by what there was before. */
export async function judgeBudgets(
  budgets: readonly Budget[],
  assets: readonly Asset[],
  earlier: Earlier | null,
  gzipSizes: GzipSizes,
): Promise<Judgement> {
  const all = assets.map(({ path, source: { file, size } }): Weighed => ({ path, file, size }));
  const results: BudgetResult[] = [];
  const problems: Problem[] = [];
  for (const budget of budgets) {
    const isIn = matcher(budget.glob);
    const files = all.filter(({ path }) => isIn(path));
    const sizes = budget.measure === 'raw' ? files.map(({ size }) => size) : await gzipSizes(files);
    const size = totalOf(sizes);
    const isGrowth = budget.most.kind !== 'size';
    const before = isGrowth ? ((await earlier?.sizeOf(budget, isIn)) ?? null) : null;
    const most = mostOf(budget, before);
    const isKept = most === null || size <= most;
    const { glob, words, measure } = budget;
    const result = { glob, words, measure, files: files.length, size, most, isKept };
    results.push(before === null ? result : { ...result, before });
    if (files.length === 0) problems.push(matchesNothing(budget, all));
    else if (most === null) problems.push(unjudged(budget, earlier));
    else if (!isKept) problems.push(broken(budget, size - most, size, before, files, sizes, earlier));
  }
  return { results, problems };
}

/** Makes the function that tells which paths a budget is about. */
export function matcher(glob: string): (path: string) => boolean {
  return glob === '*' ? () => true : picomatch(glob, { dot: true });
}

function mostOf({ most: { kind, amount } }: Budget, before: number | null): number | null {
  if (kind === 'size') return amount;
  if (before === null) return null;
  return kind === 'growth' ? before + amount : Math.floor(before * (1 + amount / 100));
}

/** Files that the words for a broken budget name. */
const NAMED = 3;

function broken(
  budget: Budget,
  excess: number,
  size: number,
  before: number | null,
  files: readonly Weighed[],
  sizes: readonly number[],
  earlier: Earlier | null,
): Problem {
  const { glob, words, measure, at } = budget;
  const biggest = files
    .map(({ path }, index) => ({ path, size: sizes[index] as number }))
    .sort((a, b) => b.size - a.size)
    .slice(0, NAMED)
    .map((each) => `${each.path} (${sizeText(each.size)})`);
  const was = before === null ? '' : `; it was ${sizeText(before)} in ${earlier?.label}`;
  return {
    code: 'budget-broken',
    severity: 'error',
    message: `${glob} is ${sizeText(size)}${measure === 'gzip' ? ' gzip' : ''} in ${filesText(files.length)}, ${sizeText(excess)} over its budget of ${words}${was}`,
    cause: `the biggest ${biggest.length === 1 ? 'is' : 'are'} ${biggest.join(', ')}`,
    hint: `Make them smaller, or raise BUDGETS['${glob}'].`,
    ...(at && { at }),
  };
}

function matchesNothing({ glob, at }: Budget, all: readonly Weighed[]): Problem {
  const deep = `**/${glob}`;
  const isDeep = !glob.includes('/') && all.some(({ path }) => matcher(deep)(path));
  return {
    code: 'budget-matches-nothing',
    severity: 'warning',
    message: `No file matches '${glob}' of BUDGETS`,
    hint: isDeep
      ? `It stands for files outside of folders only; '${deep}' does match.`
      : 'Correct the glob, which is matched with paths below STATIC_ROOT, or remove it.',
    ...(at && { at }),
  };
}

function unjudged({ glob, words, measure, at }: Budget, earlier: Earlier | null): Problem {
  const without = earlier === null ? 'there is no release to compare with' : earlier.lacks(measure);
  return {
    code: 'budget-not-judged',
    severity: 'warning',
    message: `BUDGETS['${glob}'], ${words}, can't be judged`,
    cause: without,
    hint: 'Save `collectstatic report --format json` of a good state, and name that file: --against FILE.',
    ...(at && { at }),
  };
}

function filesText(count: number): string {
  return `${count} file${count === 1 ? '' : 's'}`;
}
