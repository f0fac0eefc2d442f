import { expect, test } from 'vitest';
import { prehashedBy } from '../src/prehashed.ts';
import type { AssetPath } from '../src/types.ts';

const isHashed = prehashedBy('auto');

test.each([
  'assets/index-BfQ2x1aC.js', // Vite
  'assets/vendor-a1_-B2cD.css',
  'assets/index-BfQ2x1aC.js.map',
  'chunk-a1-B2c3D4e5.js',
  'main-X2K4JQ7A.js', // esbuild
  'main.8d7f3a2b1c9e4f50a1b2.js', // webpack
  'static/js/2.4a5b6c7d.chunk-4a5b6c7d.js',
  'img/logo.55e7cbb9ba48.png', // Django
])('%s carries a hash', (path) => {
  expect(isHashed(path as AssetPath)).toBe(true);
});

test.each([
  'jquery.js',
  'jquery-3.7.1.min.js',
  'jquery-ui-autocomplete.js',
  'font-awesome.css',
  'bootstrap-datepicker.css',
  'ui-icons_444444_256x240.png',
  'report-20240131.pdf',
  'app-Section2.js',
  'app-MySection12.js',
  'icons-SECTION2.svg',
  'plugin.deadbeef.js',
  'img-550e8400-e29b-41d4-a716-446655440000.png',
  'no-extension-BfQ2x1aC',
])('%s does not', (path) => {
  expect(isHashed(path as AssetPath)).toBe(false);
});

test('globs say it themselves', () => {
  const isListed = prehashedBy(['dist/**']);
  expect(isListed('dist/a.js' as AssetPath)).toBe(true);
  expect(isListed('assets/index-BfQ2x1aC.js' as AssetPath)).toBe(false);
  expect(prehashedBy([])('dist/a.js' as AssetPath)).toBe(false);
});
