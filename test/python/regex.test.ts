import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate, result } from './project.ts';

// Random patterns and texts, matched here and by the real `re`, must agree; what is not modelled may be Unknown, but not wrong.

const CASES = 3_000;

/** What both sides compute for one case: every function, every group. */
const FUNCTIONS = `
import re
def tell(m):
    return None if m is None else [m.group(0), list(m.groups()), m.span()]
def all_of(p, t, f):
    r = re.compile(p, f)
    return repr([tell(r.match(t)), tell(r.search(t)), tell(r.fullmatch(t)), r.findall(t),
        [tell(m) for m in r.finditer(t)], r.split(t), r.sub('<>', t)])
`;

const HARNESS = `
import json, signal, sys, warnings
warnings.simplefilter('ignore')
${FUNCTIONS}
class Slow(BaseException): pass
def late(*_): raise Slow()
signal.signal(signal.SIGALRM, late)
results = []
for p, t, f in json.load(sys.stdin):
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try: results.append(all_of(p, t, f))
    except re.error: results.append('error')
    except Slow: results.append(None)
    finally: signal.setitimer(signal.ITIMER_REAL, 0)
json.dump(results, sys.stdout)
`;

const hasPython = spawnSync('python3', ['--version']).status === 0;

const atom = fc.constantFrom(
  ...[
    'a',
    'b',
    'c',
    'B',
    'é',
    'ſ',
    'K',
    '😀',
    '-',
    ' ',
    '\\n',
    '.',
    '^',
    '$',
    '\\d',
    '\\w',
    '\\s',
    '\\W',
    '\\b',
  ],
  ...[
    '[ab]',
    '[^a]',
    '[a-c]',
    '[\\w-]',
    '[^\\Wb]',
    '[]a]',
    '[é-ü]',
    '\\A',
    '\\Z',
    '\\B',
    '\\.',
    '\\x61',
    '{',
    'a{',
    '{}',
  ],
);
const quantifier = fc.constantFrom(
  '*',
  '+',
  '?',
  '{2}',
  '{1,2}',
  '{,2}',
  '{1,}',
  '{,}',
  '*?',
  '+?',
  '??',
  '{0,2}?',
  '{2,}?',
);
const pattern = fc.letrec<{ either: string; sequence: string; item: string }>((tie) => ({
  either: fc.oneof(
    { weight: 4, arbitrary: tie('sequence') },
    {
      weight: 1,
      arbitrary: fc.array(tie('sequence'), { minLength: 2, maxLength: 3 }).map((all) => all.join('|')),
    },
  ),
  sequence: fc.array(tie('item'), { minLength: 0, maxLength: 4 }).map((all) => all.join('')),
  item: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    atom,
    fc.tuple(atom, quantifier).map((both) => both.join('')),
    fc
      .tuple(
        fc.constantFrom('(', '(', '(?:', '(?=', '(?!', '(?<=', '(?<!', '(?i:', '(?s-i:', '(?P<n>'),
        tie('either'),
      )
      .map(([open, inner]) => `${open}${inner})`),
    fc
      .tuple(fc.constantFrom('(', '(?:'), tie('either'), quantifier)
      .map(([open, inner, repeat]) => `${open}${inner})${repeat}`),
    fc.constantFrom('\\1', '\\2', '(?(1)a|b)', '(?P=n)'),
  ),
})).either;
const text = fc
  .array(
    fc.constantFrom(
      'a',
      'a',
      'b',
      'c',
      'A',
      'B',
      'é',
      'É',
      's',
      'S',
      'k',
      '😀',
      '-',
      ' ',
      '\n',
      '1',
      '_',
      '{',
    ),
    {
      maxLength: 9,
    },
  )
  .map((all) => all.join(''));
const flags = fc.constantFrom(0, 0, 0, 2, 8, 16, 64, 256, 258, 26);

describe.skipIf(!hasPython)('against the real re (skipped where there is no python3)', () => {
  test('random patterns match the same', async () => {
    const seed = Number(process.env.PROGRAM_SEED ?? 1);
    const cases = fc.sample(fc.tuple(pattern, text, flags), { numRuns: CASES, seed });
    const python = spawnSync('python3', ['-c', HARNESS], {
      input: JSON.stringify(cases),
      encoding: 'utf8',
      maxBuffer: 1e9,
    });
    expect(python.stderr).toBe('');
    const wanted = JSON.parse(python.stdout) as readonly (string | null)[];
    const settings = `${FUNCTIONS}CASES = ${JSON.stringify(cases)}\n${cases
      .map((_, index) => `R${index} = all_of(*CASES[${index}])`)
      .join('\n')}\n`;
    const { value } = await evaluate(settings, { limits: { steps: 50_000_000 } });
    const different: object[] = [];
    let [known, valid] = [0, 0];
    for (const [index, want] of wanted.entries()) {
      const got = value(`R${index}`);
      if (want !== null && want !== 'error') valid += 1;
      if (typeof got !== 'string') continue;
      known += 1;
      if (want !== null && got !== want) different.push({ case: cases[index], want, got });
    }
    expect(different).toEqual([]);
    expect(known).toBeGreaterThan(valid * 0.95);
  });
});

describe('a pattern that explodes ends, at the same place everywhere', () => {
  test.each([
    ['(a|a)+$', "'a' * 60 + 'c'"],
    ['(?:a|aa)+$', "'a' * 60 + 'c'"],
    ['(a{0,30}){0,30}b', "'a' * 60 + 'c'"],
    ['(x+x+)+y', "'x' * 10_000"],
    ['(.*)*(.*)*(.*)*z', "'a' * 1000"],
    ['(?=(a+)+$)b', "'a' * 5_000 + 'c'"],
  ])('%s', async (pattern, given) => {
    const { reason, value } = await evaluate(`import re\nX = re.match(r'${pattern}', ${given})\nY = 1\n`);
    expect(reason('X')).toBe('matching the regular expression takes too many steps');
    expect(value('Y')).toBe(1);
  });

  test('sensible patterns on long texts are matched', async () => {
    const text = [
      'import re',
      "T = 'word: value, ' * 3_000",
      "R = [len(re.findall(r'(\\w+): (\\w+)', T)), len(re.sub(r'\\s+', '', T)), re.search(r'^(?:.*,)+ $', T) is not None]",
    ].join('\n');
    expect(await result(text)).toEqual([3000, 33000, true]);
  });
});
