import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Files, type Options, processed } from './site.ts';

const SITE: Files = {
  'site.css': '@import "base.css"; /* see url(notes.png) */',
  'base.css': 'a{b:url(logo.svg)}',
  'other.css': 'a{b:url(bg.png)}',
  'logo.svg': '<svg/>',
  'bg.png': 'bg',
  'plain.js': 'x()',
};

/** Runs over `before`, then over `after`, whose changed files have another time. */
async function twice(before: Files, after: Files, options: Options = {}) {
  const first = await processed(before, options);
  const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
  const mtimes = Object.fromEntries(changed.map((path) => [path, Date.UTC(2026, 5, 1)]));
  const second = await processed(after, options, { known: first.known, mtimes });
  return { first, second, clean: await processed(after, options, { known: NOTHING, mtimes }) };
}

const NOTHING = { rules: '', files: new Map() };

describe('a second run', () => {
  test('with nothing changed reads and writes nothing', async () => {
    const { first, second } = await twice(SITE, SITE);
    expect(first.read).toEqual(['site.css', 'base.css', 'other.css', 'plain.js']);
    expect(first.written).toHaveLength(3);
    expect(second.read).toEqual([]);
    expect(second.written).toEqual([]);
    expect([...second.names]).toEqual([...first.names]);
    expect(second.known).toEqual(first.known);
  });

  test('with a leaf changed rewrites its dependents and nothing else', async () => {
    const { first, second, clean } = await twice(SITE, { ...SITE, 'logo.svg': '<svg></svg>' });
    expect(second.read).toEqual(['base.css', 'site.css']);
    expect(second.written).toEqual([
      second.names.get('base.css' as never),
      second.names.get('site.css' as never),
    ]);
    const renamed = [...second.names].filter(([path, name]) => first.names.get(path) !== name);
    expect(renamed.map(([path]) => path)).toEqual(['site.css', 'base.css', 'logo.svg']);
    expect([...second.names]).toEqual([...clean.names]);
  });

  test('sees what a comment mentions appear', async () => {
    const { second, clean } = await twice(SITE, { ...SITE, 'notes.png': 'n' });
    expect(second.read).toEqual(['site.css']);
    expect([...second.names]).toEqual([...clean.names]);
  });

  test('reports again what is missing', async () => {
    const { logo, ...rest } = { logo: '', ...SITE };
    const { 'logo.svg': _, ...without } = rest as Record<string, string>;
    const { second } = await twice(SITE, without);
    expect(second.prepared.problems).toHaveLength(1);
    const { second: third } = await twice(without, without);
    expect(third.prepared.problems).toHaveLength(1);
  });

  test('makes again what is not in place', async () => {
    const first = await processed(SITE);
    const gone = first.names.get('base.css' as never);
    const last = { known: first.known, mtimes: {}, isPlaced: (path: string) => path !== gone };
    const second = await processed(SITE, {}, last);
    expect(second.read).toEqual(['base.css']);
    expect(second.written).toEqual([gone]);
    expect(second.known).toEqual(first.known);
  });

  test('under other rules reads again', async () => {
    const first = await processed(SITE, { djangoVersion: '5.2' });
    const second = await processed(SITE, { djangoVersion: '6.1' }, { known: first.known, mtimes: {} });
    expect(second.read).toEqual(first.read);
  });

  test('does not trust times that mean nothing', async () => {
    const mtimes = { 'base.css': Date.UTC(1980, 0, 1) };
    const first = await processed(SITE, {}, { known: NOTHING, mtimes });
    const second = await processed(SITE, {}, { known: first.known, mtimes });
    expect(second.read).toEqual(['base.css']);
  });
});

describe('whatever happened before', () => {
  const paths = ['a.css', 'b.css', 'c/d.css', 'c/e.css', 'f.png', 'g.png'];
  const file = fc.array(fc.tuple(fc.constantFrom(...paths), fc.boolean()), { maxLength: 4 });
  const site = fc
    .dictionary(fc.constantFrom(...paths), file)
    .map(
      (texts): Files =>
        Object.fromEntries(
          Object.entries(texts).map(([path, references]) => [
            path,
            references
              .map(([to, comment]) => (comment ? `/* url(/static/${to}) */` : `url(/static/${to})`))
              .join(' '),
          ]),
        ),
    );

  test('a run ends as a clean one does', async () => {
    const property = fc.asyncProperty(fc.array(site, { minLength: 2, maxLength: 4 }), async (sites) => {
      let known = NOTHING as Awaited<ReturnType<typeof processed>>['known'];
      for (const [round, files] of sites.entries()) {
        // Every file gets the time of the round in which its content was new.
        const mtimes = Object.fromEntries(
          Object.keys(files).map((path) => [path, Date.UTC(2026, 1, firstRound(sites, round, path))]),
        );
        const again = await processed(files, {}, { known, mtimes });
        const clean = await processed(files, {}, { known: NOTHING, mtimes });
        expect([...again.names]).toEqual([...clean.names]);
        expect(again.known).toEqual(clean.known);
        expect(again.prepared.problems).toEqual(clean.prepared.problems);
        known = again.known;
      }
    });
    await fc.assert(property, { numRuns: 300, seed: 20260102 });
  });

  function firstRound(sites: readonly Files[], round: number, path: string): number {
    let first = round;
    while (first > 0 && sites[first - 1]?.[path] === sites[round]?.[path]) first--;
    return first + 1;
  }
});
