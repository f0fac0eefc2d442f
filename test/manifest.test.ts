import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  integrityOf,
  type Manifest,
  parseManifest,
  serialiseImportMap,
  serialiseIntegrity,
  serialiseManifest,
} from '../src/manifest.ts';
import type { AssetPath } from '../src/types.ts';

function names(entries: Readonly<Record<string, string>>): ReadonlyMap<AssetPath, AssetPath> {
  return new Map(Object.entries(entries) as [AssetPath, AssetPath][]);
}

describe('staticfiles.json', () => {
  const site = names({ 'z.css': 'z.1.css', 'a"\\ü🎉\x7f\t.js': 'b.js' });

  test('is written as Python writes JSON', () => {
    expect(serialiseManifest(site, '5.2').toString()).toBe(
      '{"paths": {"z.css": "z.1.css", "a\\"\\\\\\u00fc\\ud83c\\udf89\\u007f\\t.js": "b.js"}, "version": "1.1", "hash": "' +
        `${hash('[["a\\"\\\\\\u00fc\\ud83c\\udf89\\u007f\\t.js", "b.js"], ["z.css", "z.1.css"]]')}"}`,
    );
  });

  test('is sorted from 6.0 on, by code point', () => {
    const order = (text: string): string[] => Object.keys((JSON.parse(text) as { paths: object }).paths);
    const unsorted = names({ 𐀀: '1', '\ue000': '2', b: '3', B: '4' });
    expect(order(serialiseManifest(unsorted, '5.2').toString())).toEqual(['𐀀', '\ue000', 'b', 'B']);
    expect(order(serialiseManifest(unsorted, '6.0').toString())).toEqual(['B', 'b', '\ue000', '𐀀']);
    expect(order(serialiseManifest(unsorted, '10.1').toString())).toEqual(['B', 'b', '\ue000', '𐀀']);
  });

  test('of nothing', () => {
    expect(serialiseManifest(new Map(), '5.2').toString()).toBe(
      `{"paths": {}, "version": "1.1", "hash": "${hash('[]')}"}`,
    );
  });

  test('had no hash before 4.2', () => {
    expect(serialiseManifest(names({ a: 'b' }), '4.1').toString()).toBe(
      '{"paths": {"a": "b"}, "version": "1.0"}',
    );
    expect(serialiseManifest(names({ a: 'b' }), '4.2').toString()).toContain('"version": "1.1", "hash": "');
  });

  test('is read back', () => {
    const text = serialiseManifest(site, '5.2').toString();
    const { paths } = parseManifest(text, '/root/staticfiles.json') as Manifest;
    expect([...paths]).toEqual([...site]);
  });

  test('of version 1.0 has no hash', () => {
    const text = '{"paths": {"a": "b"}, "version": "1.0"}';
    expect(parseManifest(text, 'm')).toEqual({ paths: new Map([['a', 'b']]), hash: '' });
  });

  test.each([
    ['', 'Unexpected end'],
    ['{"paths": {', 'JSON'],
    ['[]', 'no object'],
    ['null', 'no object'],
    ['{"paths": {}}', 'version is missing'],
    ['{"paths": {}, "version": "2.0"}', 'version is "2.0"'],
    ['{"paths": [], "version": "1.1"}', 'paths are no object'],
    ['{"paths": {"a": 1}, "version": "1.1"}', 'no string'],
  ])('%j is a warning', (text, cause) => {
    const problem = parseManifest(text, '/root/staticfiles.json');
    expect(problem).toMatchObject({ code: 'manifest-unreadable', severity: 'warning' });
    expect(problem).toHaveProperty('cause', expect.stringContaining(cause));
  });
});

test('integrity is sorted and safe in a page', () => {
  // The digest of RFC 6234 for "abc".
  const digest = integrityOf(Buffer.from('abc'));
  expect(digest).toBe('sha384-ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn');
  expect(serialiseIntegrity(names({ 'b.js': 'x', '</script>.js': 'y' }))).toBe(
    '{"version":"1.0","integrity":{"\\u003c/script>.js":"y","b.js":"x"}}',
  );
});

test('an import map leads plain URLs of scripts to their copies', () => {
  const site = names({
    'js/b ü.js': 'js/b ü.2.js',
    'js/a.mjs': 'js/a.1.mjs',
    'css/a.css': 'css/a.1.css',
    'js/index-BfQ2x1aC.js': 'js/index-BfQ2x1aC.js',
  });
  expect(JSON.parse(serialiseImportMap(site, '/static/'))).toEqual({
    imports: {
      '/static/js/a.mjs': '/static/js/a.1.mjs',
      '/static/js/b%20%C3%BC.js': '/static/js/b%20%C3%BC.2.js',
    },
  });
  expect(JSON.parse(serialiseImportMap(site, '/static/', names({ 'js/a.mjs': 'sha384-x' })))).toHaveProperty(
    'integrity',
    { '/static/js/a.1.mjs': 'sha384-x' },
  );
});

function hash(text: string): string {
  return createHash('md5').update(text).digest('hex').slice(0, 12);
}
