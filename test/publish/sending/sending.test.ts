import fc from 'fast-check';
import { expect, test } from 'vitest';
import { queueByReferences } from '../../../src/publish/sending/by-reference.ts';
import { referenceReader } from '../../../src/publish/sending/order.ts';
import type { AssetPath, WantedObject } from '../../../src/types.ts';
import { put, temporaryFolder } from '../../storages/folder.ts';
import { failure, type Request, type Store } from '../memory-bucket.ts';
import { makeProject, textOf } from '../project.ts';

/** Style sheets with imports of others, and images that refer to nothing. */
function objectsOf(folder: string, texts: Readonly<Record<string, string>>): readonly WantedObject[] {
  return Object.entries(texts).map(([path, text]) => {
    put(folder, path, text);
    const source = { kind: 'file', file: `${folder}/${path}` };
    return { path, size: text.length, source, lifetime: 'mutable' } as unknown as WantedObject;
  });
}

test('reads what comes before what, through circles', () => {
  const objects = objectsOf(temporaryFolder(), {
    'a.css': '@import "b.css"; @import "c.css"; p { background: url(x.png) }',
    'b.css': '@import "a.css"; p { background: url(y.png) }',
    'c.css': '@import "not-sent.css"; @import "c.css"',
    'x.png': '',
    'y.png': '',
  });
  const { read, precedence } = referenceReader(objects, '/static/');
  read(1);
  expect([...precedence()].map(([path, before]) => [path, [...before].sort()])).toEqual([
    ['a.css', ['c.css', 'x.png', 'y.png']],
    ['b.css', ['c.css', 'x.png', 'y.png']],
  ]);
});

const graphs = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc.record({
    count: fc.constant(count),
    links: fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count + 2)), { maxLength: 30 }),
    width: fc.integer({ min: 1, max: 5 }),
    // Which of those on their way ends next.
    ends: fc.infiniteStream(fc.nat(4)),
    failing: fc.option(fc.nat(count + 2)),
  }),
);

test('whatever refers to what, and whichever ends first: nothing begins before what it refers to has ended', () => {
  const folder = temporaryFolder();
  fc.assert(
    fc.property(graphs, ({ count, links, width, ends, failing }) => {
      const name = (index: number): string => (index < count ? `${index}.css` : `${index}.png`);
      const objects = objectsOf(
        folder,
        Object.fromEntries(
          Array.from({ length: count + 3 }, (_, index) => {
            const imports = links
              .filter(([from]) => from === index)
              .map(([, to]) => `@import "${name(to)}";`);
            return [name(index), imports.join('\n')];
          }),
        ),
      );
      const references = referenceReader(objects, '/static/');
      const queue = queueByReferences(objects, width, references);
      const precedence = referenceReader(objects, '/static/').precedence();
      const ended = new Set<AssetPath>();
      const running: WantedObject[] = [];
      let [hasFailed, begun] = [false, 0];
      for (;;) {
        for (
          let object = queue.next();
          object !== undefined;
          object = running.length < width ? queue.next() : undefined
        ) {
          begun++;
          const before = precedence.get(object.path) ?? [];
          expect([object.path, before.filter((path) => !ended.has(path))]).toEqual([object.path, []]);
          expect([object.path, hasFailed && before.length > 0]).toEqual([object.path, false]);
          running.push(object);
        }
        expect(queue.left()).toBe(objects.length - begun);
        if (running.length === 0) break;
        const [done] = running.splice((ends.next().value as number) % running.length, 1) as [WantedObject];
        const isWell = failing === null || done.path !== name(failing);
        if (isWell) ended.add(done.path);
        else hasFailed = true;
        queue.end(done, isWell);
      }
      if (!hasFailed) expect(ended.size).toBe(objects.length);
    }),
    { numRuns: 60 },
  );
});

test('the first requests go out before references are read, the next ones while they are', () => {
  const objects = objectsOf(temporaryFolder(), {
    'a.css': '@import "b.css"',
    'b.css': '',
    'c.css': '',
    'x.png': '',
    'y.png': '',
    'z.png': '',
  });
  const seen: string[] = [];
  const references = referenceReader(objects, '/static/');
  const watched: typeof references = {
    ...references,
    read(count) {
      seen.push(`read ${count}`);
      references.read(count);
    },
  };
  const queue = queueByReferences(objects, 2, watched);
  for (let object = queue.next(); object !== undefined; object = queue.next()) {
    seen.push(object.path);
    queue.end(object, true);
  }
  // What another one waits for comes before what nobody does; then what it has freed.
  expect(seen).toEqual(['x.png', 'y.png', 'read 3', 'z.png', 'b.css', 'a.css', 'c.css']);
});

const FILES = {
  'css/site.css': '@import "base.css"; body { background: url(../img/logo.svg) }',
  'css/base.css': '@import "deep.css"',
  'css/deep.css': 'p { background: url(../img/deep.svg) }',
  'img/logo.svg': '<svg/>',
  'img/deep.svg': '<svg id="deep"/>',
  'index.html': '<p>page</p>',
  ...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`many/${index}.txt`, `${index}`])),
};

test.each([1, 3, 64])(
  'a reader of a site without fingerprints never finds the new one of two files whose old one is meant (%i at once)',
  async (concurrency) => {
    const project = await makeProject(FILES, 'plain');
    const store: Store = new Map();
    await project.publish(store);
    const news = Object.fromEntries(Object.entries(FILES).map(([path, text]) => [path, `${text}\n`]));
    await project.write(news);
    const isNew = (path: string): boolean => textOf(store, `static/${path}`) === news[path];
    let answers = 0;
    const after = (): void => {
      answers++;
      for (const [path, refers] of [
        ['css/site.css', ['css/base.css', 'img/logo.svg']],
        ['css/base.css', ['css/deep.css']],
        ['css/deep.css', ['img/deep.svg']],
        ['index.html', Object.keys(FILES).filter((each) => each !== 'index.html')],
      ] as const)
        if (isNew(path)) expect([path, refers.filter((to) => !isNew(to))]).toEqual([path, []]);
    };
    await project.publish(store, { concurrency, after });
    expect(answers).toBeGreaterThan(Object.keys(FILES).length);
  },
);

test('where a file fails, nothing that refers to another one is replaced after it', async () => {
  const project = await makeProject(FILES, 'plain');
  const store: Store = new Map();
  const seen: string[] = [];
  const before = ({ kind, keys: [key = ''] }: Request): void => {
    if (kind === 'put' && !key.includes('~')) seen.push(key.slice('static/'.length));
    if (key === 'static/img/deep.svg') throw failure('bucket-denied', key);
  };
  await expect(project.publish(store, { concurrency: 1, before })).rejects.toThrow('bucket-denied');
  const later = seen.slice(seen.indexOf('img/deep.svg') + 1);
  expect(later.filter((path) => /site|base|deep|index/.test(path))).toEqual([]);
  expect(store.has('static/index.html')).toBe(false);
});
