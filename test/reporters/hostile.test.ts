import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failureJson } from '../../src/reporters/json/failure.ts';
import { listingJson } from '../../src/reporters/json/listing.ts';
import { foundText, listingText, notFoundText } from '../../src/reporters/text/listing.ts';
import { PLAIN } from '../../src/reporters/text/palette.ts';
import { problemsText } from '../../src/reporters/text/problems.ts';
import { prunedText } from '../../src/reporters/text/prune.ts';
import { reportText } from '../../src/reporters/text/report.ts';
import { settingsText } from '../../src/reporters/text/settings.ts';
import { visible } from '../../src/reporters/text/visible.ts';
import { explanationText } from '../../src/reporters/text/why.ts';
import type { AssetPath, Conflict, Location, Plan, Problem, Report, Source } from '../../src/types.ts';
import { textsOfOtherCommands } from './hostile-texts.ts';

// Whatever a name holds, no reporter lets it forge a line, steer the terminal, or pass for another name.

const palette = PLAIN;

/** What steers a terminal, turns the order of characters, or is not seen. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const hostile = fc.string({
  unit: fc.constantFrom(
    ...['a', '/', ' ', '\n', '\r', '\t', '\0', '\u001b[31m', '\u001b]0;x\u0007', '\u009b2J', '\u0008'],
    ...['\u202e', '\u2066', '\u200f', '\u061c', '\u200b', '\u200d', '\ufeff', '\u2028', '\u2029', '\u00ad'],
    ...['\u3164', '\ud800', '\u{e0041}', 'é', '語', '😀'],
  ),
  minLength: 1,
  maxLength: 12,
});

/** Every text there is, with `name` wherever something stands that did not come from us. */
function textsWith(name: string): readonly string[] {
  const path = name as AssetPath;
  const locations = (['directories', 'apps'] as const).map(
    (finder): Location => ({ finder, name, root: `/srv/${name}`, prefix: name }),
  );
  const [first, second] = locations as [Location, Location];
  const sourceOf = (location: Location): Source => ({
    path,
    file: `/srv/${name}`,
    location,
    size: 1,
    mtimeMs: 0,
  });
  const source = sourceOf(first);
  const conflicts = (['same-path', 'case-only', 'file-is-directory'] as const).map(
    (kind): Conflict => ({
      kind,
      path,
      winner: source,
      losers: [sourceOf(second)],
      identical: false,
      settledBy: name,
    }),
  );
  const problem: Problem = {
    code: 'source-unreadable',
    severity: 'error',
    message: `${name} is wrong`,
    at: { file: `/srv/${name}`, line: 1, column: 1 },
    hint: visible(`Move ${name}`),
    cause: visible(`${name} says so`),
  };
  const plan: Plan = { assets: [{ path, source }], skipped: 0, conflicts, problems: [problem] };
  const actions = ['copied', 'linked', 'deleted', 'unmodified', 'processed'] as const;
  const report: Report = {
    staticRoot: `/srv/${name}`,
    dryRun: false,
    changed: true,
    counts: { copied: 1, linked: 0, unmodified: 0, deleted: 1, postProcessed: 0, skippedByConflict: 0 },
    outcomes: actions.map((action) => ({ path, action, why: 'collected', from: `/srv/${name}`, of: path })),
    conflicts,
    problems: [problem],
  };
  const options = {
    verbosity: 2,
    palette,
    columns: Number.POSITIVE_INFINITY,
    link: false,
    djangoVersion: '5.2',
  };
  const at = { file: `/srv/${name}`, line: 1, column: 1 };
  const origin = { kind: 'settings', label: name, steps: [at, at], environment: [name] } as const;
  const owned = { why: 'hashed', since: 1, of: path, from: { finder: 'apps', app: name } } as const;
  return [
    [...reportText(report, options)].join(''),
    [...reportText({ ...report, dryRun: true }, options)].join(''),
    [...listingText(plan, palette)].join(''),
    foundText(name, [`/srv/${name}`], { verbosity: 2, locations }),
    notFoundText(name, name, { verbosity: 2, locations }),
    problemsText([problem], palette, Number.POSITIVE_INFINITY),
    prunedText([name], true, 2),
    settingsText(
      [
        {
          name: 'STATIC_ROOT',
          description: '',
          value: name,
          origin,
          variableFiles: { [name]: name },
          unresolved: null,
        },
        {
          name: 'STATIC_URL',
          description: '',
          value: null,
          origin,
          variableFiles: {},
          unresolved: { reason: name, at, expression: name, waysOut: [name] },
        },
      ],
      palette,
      true,
    ),
    explanationText(
      {
        path: name,
        exists: true,
        owned: { ...owned, retired: { release: 2, at: name } },
        release: 3,
        asset: path,
        source: null,
        conflict: conflicts[0] ?? null,
        servedAs: `${name}x`,
      },
      palette,
    ),
    ...textsOfOtherCommands(name, conflicts, palette),
  ];
}

test('no text shows a hostile name as it is, nor in more lines than a harmless one', () => {
  const lines = (text: string): number => text.split('\n').length;
  const harmless = textsWith('a').map(lines);
  fc.assert(
    fc.property(hostile, (name) => {
      const texts = textsWith(name);
      expect(texts.map(lines)).toEqual(harmless);
      for (const text of texts) for (const line of text.split('\n')) expect(line).not.toMatch(UNSEEN);
    }),
    { numRuns: 300 },
  );
});

test('JSON says the same names in characters that steer nothing', () => {
  fc.assert(
    fc.property(hostile, (name) => {
      const problem: Problem = { code: 'x', severity: 'error', message: name };
      const text = failureJson('list', [problem]);
      expect(text.replaceAll('\n', '')).not.toMatch(UNSEEN);
      expect(JSON.parse(text).problems[0].message).toBe(name);
      expect([...listingJson({ assets: [], skipped: 0, conflicts: [], problems: [] })].join('')).not.toMatch(
        /\\u/,
      );
    }),
  );
});

test('letters of every language, and pictures, stay as they are', () => {
  for (const name of ['Größe', '日本語', 'עברית', 'العربية', '😀', 'e\u0301'])
    expect(visible(name)).toBe(name);
});
