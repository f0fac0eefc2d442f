import { expect, test } from 'vitest';
import { makeSite } from './site.ts';

// Django takes a path for a URL when it puts the hash in. Of `array/#/of.js`, which the npm package es5-ext has, the path of
// that URL is `array/`. The names are Django's (5.2).
const FILES = { 'array/#/of.js': 'export {}\n', 'array/#/of.svg': 'x\n', 'q?x/c.svg': 'y\n' };
const HASHED = ['array/.401b30e3b8b5#/of.svg', 'array/.97b214023a92#/of.js', 'q.009520053b00?x/c.svg'];

test.each(['manifest', 'compressed-manifest'])(
  'the hash gets into the name of a folder: %s',
  async (STORAGE) => {
    const site = makeSite({ STORAGE }, FILES);
    await site.collect();
    expect(Object.keys(site.served()).filter((path) => HASHED.includes(path))).toEqual(HASHED);
    expect((await site.collect()).changed).toBe(false);
    site.write('assets/array/#/of.svg', 'z\n', 1);
    await site.collect();
    const manifest = JSON.parse(site.read('out/staticfiles.json').toString()) as {
      readonly paths: Readonly<Record<string, string>>;
    };
    for (const [path, name] of Object.entries(manifest.paths))
      expect(site.read(`out/${name}`)).toEqual(site.read(`assets/${path}`));
  },
);
