import { win32 } from 'node:path';
import { expect, test } from 'vitest';
import { parsePath } from '../../../src/python/modules/stdlib/pathlib/text.ts';
import { realPath } from '../../../src/python/modules/stdlib/real-path.ts';
import { platformOf } from '../../../src/python/modules/stdlib/sys.ts';
import { joinOn, normalPath, rootOf, splitPath } from '../../../src/python/text/paths.ts';

test.each([
  ['/srv/a', '/', '/'],
  ['//srv/share/a', '//', '//srv/share/'],
  ['C:/site', '', 'C:/'],
  ['c:site', '', ''],
  ['site/C:/a', '', ''],
  ['', '', ''],
])('%j begins with %j, on Windows with %j', (path, posix, windows) => {
  expect(rootOf(path, 'linux')).toBe(posix);
  expect(rootOf(path, 'win32')).toBe(windows);
});

test.each([
  [['C:\\site', 'static'], 'C:/site/static'],
  [['C:\\site\\', 'a\\b'], 'C:/site/a/b'],
  [['C:/site', 'D:\\static'], 'D:/static'],
  [['C:/site', '\\\\server\\share\\static'], '//server/share/static'],
])('joins %j on Windows, and only there', (parts, expected) => {
  expect(joinOn('win32', ...parts)).toBe(expected);
  expect(joinOn('linux', ...parts)).toBe(parts.join('/').replace('site\\/', 'site\\/'));
});

test.each([
  'C:\\site\\..\\static\\',
  'C:/a/./b//c',
  'C:\\..\\..\\a',
  'a\\..\\..\\b',
  '\\\\server\\share\\a\\..\\b',
])('normalises %j as Windows does', (path) => {
  expect(win32.resolve('C:\\here', normalPath(path, 'win32'))).toBe(win32.resolve('C:\\here', path));
  expect(normalPath(path, 'win32')).not.toContain('\\');
});

test('the folder of a file, up to the drive', () => {
  expect(splitPath('C:\\site\\settings.py', 'win32')).toEqual(['C:/site', 'settings.py']);
  expect(splitPath('C:\\settings.py', 'win32')).toEqual(['C:/', 'settings.py']);
  expect(splitPath('C:\\settings.py', 'linux')).toEqual(['', 'C:\\settings.py']);
  expect(parsePath('C:\\site\\.\\a', 'win32')).toEqual({ root: 'C:/', names: ['site', 'a'] });
  expect(parsePath('C:\\site', 'linux')).toEqual({ root: '', names: ['C:\\site'] });
});

test('resolves links on a drive part by part', () => {
  // As Node gives them there.
  const links: Readonly<Record<string, string>> = { 'C:/link': 'D:\\far\\away' };
  const files = { real: (path: string): string => links[path] ?? path.replaceAll('/', '\\') };
  const real = (path: string): string => realPath(files, path, 'C:\\work', 'win32');
  expect(real('C:\\site\\settings.py')).toBe('C:/site/settings.py');
  expect(real('settings.py')).toBe('C:/work/settings.py');
  expect(real('..\\..\\..\\a')).toBe('C:/a');
  expect(real('C:\\link\\..\\b')).toBe('D:/far/b');
  expect(real('\\\\server\\share\\..\\a')).toBe('//server/share/a');
  expect(realPath({ real: (path) => path }, '/a/../../b', '/', 'linux')).toBe('/b');
});

test('settings are told of the system they are read on', () => {
  expect(platformOf('win32')).toBe('win32');
  expect(platformOf('darwin')).toBe('darwin');
  expect(platformOf('freebsd')).toBe('linux');
});
