import { posix } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldPath, isWithin, toAssetPath } from '../src/path.ts';

test.each([
  ['css/site.css', 'css/site.css', 'css/site.css'],
  ['./css//a/../site.css', 'css/site.css', 'css/site.css'],
  ['', null, null],
  ['.', null, null],
  ['..', null, null],
  ['../a', null, null],
  ['a/../../b', null, null],
  ['a/', null, null],
  ['/a', null, null],
  ['a\0b', null, null],
  // What is a name elsewhere leads somewhere on Windows.
  ['a\\b.css', 'a\\b.css', null],
  ['..\\b.css', '..\\b.css', null],
  ['C:/a.css', 'C:/a.css', null],
  ['C:a.css', 'C:a.css', null],
  ['C:\\a.css', 'C:\\a.css', null],
  ['\\\\server\\share\\a.css', '\\\\server\\share\\a.css', null],
  ['\\\\?\\C:\\a.css', '\\\\?\\C:\\a.css', null],
  ['site.css:hidden', 'site.css:hidden', null],
])('%j is the path %j, on Windows %j', (path, posix, windows) => {
  expect(toAssetPath(path, 'linux')).toBe(posix);
  expect(toAssetPath(path, 'darwin')).toBe(posix);
  expect(toAssetPath(path, 'win32')).toBe(windows);
});

test('no path leaves the folder it is below, on any system', () => {
  const part = fc.constantFrom('a', '..', '.', '', '...', '.a', '\n', '\0', 'C:', '\\', '..\\', 'nul', ' ');
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 6 }),
      fc.constantFrom<NodeJS.Platform>('linux', 'darwin', 'win32'),
      (parts, system) => {
        const path = toAssetPath(parts.join('/'), system);
        if (path === null) return;
        const separators = system === 'win32' ? /[\\/]/ : /\//;
        expect(path.split(separators)).not.toContain('..');
        expect(path.startsWith('/')).toBe(false);
        expect(posix.normalize(path)).toBe(path);
        if (system === 'win32') expect(path).not.toMatch(/[:\\]/);
      },
    ),
  );
});

test.each([
  ['C:\\site\\static', 'C:\\site', '\\', true],
  ['C:\\site', 'C:\\site', '\\', true],
  ['C:\\sites', 'C:\\site', '\\', false],
  ['C:\\a', 'C:\\', '\\', true],
  ['\\\\server\\share\\a', '\\\\server\\share', '\\', true],
  ['/srv/static', '/srv', '/', true],
  ['/srvx', '/srv', '/', false],
  ['/srv', '/', '/', true],
])('%s within %s', (path, folder, separator, expected) => {
  expect(isWithin(path, folder, separator)).toBe(expected);
});

test.each([
  ['Site.CSS', 'site.css'],
  ['caf\u00e9.css', 'cafe\u0301.css'],
  ['\u00c9.css', 'e\u0301.css'],
  ['stra\u00dfe.css', 'STRASSE.css'],
  ['\u03c3\u03c2.css', '\u03a3\u03a3.css'],
  ['\u212b.css', '\u00e5.css'],
])('%s and %s are one name where letter case and Unicode form do not count', (one, other) => {
  expect(one).not.toBe(other);
  expect(foldPath(one)).toBe(foldPath(other));
});

test('what differs in more than that stays apart', () => {
  const names = ['a.css', 'b.css', 'ae.css', '\u00e4.css', 'a.css.', 'A/css', 'i.css', '\u0131.css'];
  expect(new Set(names.map(foldPath)).size).toBeGreaterThanOrEqual(names.length - 1);
  expect(foldPath(foldPath('\u0130\u0307Ab'))).toBe(foldPath('\u0130\u0307Ab'));
});
