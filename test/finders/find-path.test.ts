import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findPath } from '../../src/finders/index.ts';
import { directory, project } from './project.ts';

test('every location that has the path is listed, in order, files and folders', () => {
  const root = project({ 'a/css/site.css': '', 'b/css/site.css': '', 'c/other.css': '' });
  const locations = ['a', 'c', 'b'].map((name) => directory(join(root, name)));
  expect(findPath(locations, 'css/site.css')).toEqual([
    join(root, 'a/css/site.css'),
    join(root, 'b/css/site.css'),
  ]);
  expect(findPath(locations, 'css')).toEqual([join(root, 'a/css'), join(root, 'b/css')]);
  expect(findPath(locations, 'none.css')).toEqual([]);
});

test('a prefix has to be there in full, and is taken off', () => {
  const root = project({ 'site.css': '', 'pre/site.css': '' });
  const locations = [directory(root, { prefix: 'pre' })];
  expect(findPath(locations, 'pre/site.css')).toEqual([join(root, 'site.css')]);
  expect(findPath(locations, 'pre/pre/site.css')).toEqual([join(root, 'pre/site.css')]);
  expect(findPath(locations, 'site.css')).toEqual([]);
  expect(findPath(locations, 'prefix/site.css')).toEqual([]);
});

test('links are resolved, and ignored names are found', () => {
  const root = project({ 'static/.hidden.css': '', 'real.css': '' });
  symlinkSync('../real.css', join(root, 'static/link.css'));
  const locations = [directory(join(root, 'static'))];
  expect(findPath(locations, 'link.css')).toEqual([join(root, 'real.css')]);
  expect(findPath(locations, '.hidden.css')).toEqual([join(root, 'static/.hidden.css')]);
});

test('nothing outside of a location is found', () => {
  const root = project({ 'static/a.css': '', 'secret.txt': '' });
  const locations = [directory(join(root, 'static'))];
  for (const path of [
    '../secret.txt',
    'x/../../secret.txt',
    join(root, 'secret.txt'),
    'a.css\0',
    'a.css/b',
  ]) {
    expect(findPath(locations, path)).toEqual([]);
  }
  expect(findPath(locations, './x/../a.css')).toEqual([join(root, 'static/a.css')]);
});

test('what include and exclude leave out is not found', () => {
  const root = project({ 'a.js': '', 'a.ts': '', 'old/b.js': '' });
  const locations = [directory(root, { include: ['**/*.js'], exclude: ['old'] })];
  expect(['a.js', 'a.ts', 'old/b.js'].map((path) => findPath(locations, path).length)).toEqual([1, 0, 0]);
});
