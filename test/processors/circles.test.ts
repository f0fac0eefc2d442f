import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { components } from '../../src/processors/graph.ts';
import { type Files, processed } from './site.ts';

const CIRCLE: Files = {
  'main.js': 'import "./a.js";',
  'a.js': 'import b from "./b.js"; // a',
  'b.js': 'import a from "./a.js"; import "./leaf.js"; // b',
  'leaf.js': 'x()',
};
const MODULES = { modules: true };

describe('files that refer to each other', () => {
  test('get names that point to each other', async () => {
    const { names, contents } = await processed(CIRCLE, MODULES);
    expect(contents.get('a.js')).toBe(`import b from "./${names.get('b.js' as never)}"; // a`);
    expect(contents.get('b.js')).toContain(`from "./${names.get('a.js' as never)}"`);
    expect(contents.get('main.js')).toBe(`import"./${names.get('a.js' as never)}";`);
  });

  test('change their names together, and only those that depend on them', async () => {
    const before = await processed(CIRCLE, MODULES);
    const { names } = await processed({ ...CIRCLE, 'b.js': `${CIRCLE['b.js']}!` }, MODULES);
    const renamed = [...names].filter(([path, name]) => before.names.get(path) !== name);
    expect(renamed.map(([path]) => path).sort()).toEqual(['a.js', 'b.js', 'main.js']);
  });

  test('a file may refer to itself', async () => {
    const { names, contents } = await processed({ 'a.css': 'a{b:url(a.css)}' });
    expect(contents.get('a.css')).toBe(`a{b:url("${names.get('a.css' as never)}")}`);
  });

  test('are named alike in whatever order they come', async () => {
    const ends = fc.array(fc.nat(5), { maxLength: 4 });
    const property = fc.asyncProperty(
      fc.array(ends, { minLength: 1, maxLength: 6 }),
      fc.infiniteStream(fc.nat()),
      async (graph, random) => {
        const files = graph.map((to, from): [string, string] => [
          `${from}.js`,
          to
            .filter((end) => end < graph.length)
            .map((end) => `import "./${end}.js";`)
            .join('\n'),
        ]);
        const shuffled = files
          .map((file): [number, [string, string]] => [random.next().value ?? 0, file])
          .sort(([a], [b]) => a - b)
          .map(([, file]) => file);
        const one = await processed(Object.fromEntries(files), MODULES);
        const other = await processed(Object.fromEntries(shuffled), MODULES);
        expect([...other.names].sort()).toEqual([...one.names].sort());
        for (const [path, text] of one.contents) {
          expect(other.contents.get(path)).toBe(text);
          const urls = [...text.matchAll(/import"\.\/(.*?)"/g)].map(([, url]) => url);
          for (const url of urls) expect([...one.names.values()]).toContain(url);
        }
      },
    );
    await fc.assert(property, { numRuns: 300, seed: 20260103 });
  });
});

describe('components', () => {
  test('what is pointed to comes first, circles stand together', () => {
    const edges = new Map([
      ['d', ['a', 'gone']],
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['a', 'e']],
      ['e', []],
    ]);
    expect(components(edges)).toEqual([['e'], ['a', 'b', 'c'], ['d']]);
  });

  test('a chain of any length', () => {
    const nodes = Array.from({ length: 50_000 }, (_, index) => `n${index}`);
    const edges = new Map(
      nodes.map((node, index) => [node, index === 0 ? [] : [nodes[index - 1] as string]]),
    );
    expect(components(edges)).toEqual(nodes.map((node) => [node]));
  });

  test('agree with reachability', () => {
    const graph = fc.array(fc.array(fc.nat(7), { maxLength: 3 }), { minLength: 1, maxLength: 8 });
    const property = fc.property(graph, (ends) => {
      const edges = new Map(
        ends.map((to, from) => [`${from}`, to.map(String).filter((end) => Number(end) < ends.length)]),
      );
      const groups = components(edges);
      const groupOf = new Map(groups.flatMap((group, index) => group.map((node) => [node, index] as const)));
      for (const from of edges.keys()) {
        for (const to of edges.keys()) {
          const together = groupOf.get(from) === groupOf.get(to);
          expect(together).toBe(from === to || (reaches(edges, from, to) && reaches(edges, to, from)));
          if (reaches(edges, from, to))
            expect(groupOf.get(to)).toBeLessThanOrEqual(groupOf.get(from) as number);
        }
      }
    });
    fc.assert(property, { numRuns: 500, seed: 20260104 });
  });
});

function reaches(edges: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const next of edges.get(node) ?? []) {
      if (next === to) return true;
      if (!seen.has(next)) open.push(next);
      seen.add(next);
    }
  }
  return false;
}
