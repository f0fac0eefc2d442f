import { globFault } from '../../text/glob.ts';
import { nearest } from '../../text/nearest.ts';
import { SIZE_UNITS } from '../../text/size.ts';
import type { Budget, Measure, Problem } from '../../types.ts';
import { isTable } from '../datum.ts';
import { pointing } from '../problems/place.ts';
import type { Reader } from '../reader.ts';

/** Resolves BUDGETS. What is wrong with an entry is added to `problems`. */
export function resolveBudgets(reader: Reader, problems: Problem[]): readonly Budget[] {
  const { locate } = reader.entry('BUDGETS');
  const table = reader.need('BUDGETS');
  if (!isTable(table)) return [];
  return [...(table as ReadonlyMap<string, string>)].flatMap(([glob, words]): readonly Budget[] => {
    const at = locate([glob]);
    const limit = faultOfGlob(glob) ?? parseLimit(words);
    if (!('fault' in limit)) return [{ glob, words, ...limit, ...(at && { at }) }];
    problems.push({
      code: 'budget-invalid',
      severity: 'error',
      message: `BUDGETS['${glob}'] is '${words}': ${limit.fault}`,
      hint: limit.hint ?? "Write a size or a growth, as in '300 kB gzip', '2 MB', '+5 %' or '+20 kB gzip'.",
      ...pointing(at),
    });
    return [];
  });
}

type Limit = Pick<Budget, 'measure' | 'most'>;

interface Fault {
  readonly fault: string;
  readonly hint?: string;
}

function faultOfGlob(glob: string): Fault | undefined {
  if (glob.trim() === '') return { fault: 'its glob is empty', hint: "'*' stands for all files." };
  const fault = globFault(glob);
  return fault === undefined
    ? undefined
    : { fault: `the glob ${fault}`, hint: 'Write several simpler globs in its place.' };
}

/** `[+]NUMBER UNIT [gzip|raw]` */
const LIMIT = /^(\+)?\s*(\d+(?:\.\d+)?)\s*([a-z%]+)?(?:\s+(\S.*))?$/i;

/** Reads a limit: `300 kB gzip`, `+5 %`. */
function parseLimit(words: string): Limit | Fault {
  const [, plus, number, unit, measure = 'raw'] = LIMIT.exec(words.trim()) ?? [];
  if (number === undefined) return { fault: 'that is no size' };
  if (unit === undefined) return { fault: 'it has no unit', hint: `Known units are ${UNIT_NAMES}.` };
  if (/^(?:br|brotli)$/i.test(measure))
    return {
      fault:
        'Brotli is shown, but is no measure of a budget: its sizes change by a percent with no change of the files',
      hint: 'Measure gzip, or raw bytes.',
    };
  if (!isMeasure(measure))
    return { fault: `'${measure}' is no measure`, hint: "Known are 'gzip' and 'raw', which needs no word." };
  if (unit === '%') {
    if (plus === undefined) return { fault: 'a percentage is of growth', hint: `Write '+${words.trim()}'.` };
    return { measure, most: { kind: 'share', amount: Number(number) } };
  }
  const bytes = Object.hasOwn(SIZE_UNITS, unit) ? SIZE_UNITS[unit] : undefined;
  if (bytes === undefined) {
    const near = nearest(unit, Object.keys(SIZE_UNITS), 1);
    const meant = near === undefined ? '' : ` Did you mean ${near}?`;
    return { fault: `'${unit}' is no unit`, hint: `Known units are ${UNIT_NAMES}.${meant}` };
  }
  const amount = Math.round(Number(number) * bytes);
  return { measure, most: { kind: plus === undefined ? 'size' : 'growth', amount } };
}

const UNIT_NAMES = `${Object.keys(SIZE_UNITS).join(', ')}, and % with a plus`;

function isMeasure(word: string): word is Measure {
  return word === 'raw' || word === 'gzip';
}
