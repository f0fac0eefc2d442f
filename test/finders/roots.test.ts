import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkRoots } from '../../src/finders/index.ts';
import { directory, project } from './project.ts';

const IGNORE = ['CVS', '.*', '*~'];

function codes(staticRoot: string, source: string, ignore: readonly string[] = IGNORE): readonly string[] {
  return checkRoots(staticRoot, [directory(source)], ignore).map(({ code }) => code);
}

test('STATIC_ROOT in a source, a source in STATIC_ROOT and one folder for both are errors', () => {
  const root = project({ 'assets/img/': '', 'other/': '' });
  const path = (name: string): string => join(root, name);
  expect(codes(path('assets/img'), path('assets'))).toEqual(['static-root-overlap']);
  expect(codes(path('assets/not/there/yet'), path('assets'))).toEqual(['static-root-overlap']);
  expect(codes(path('assets'), path('assets/img'))).toEqual(['static-root-overlap']);
  expect(codes(path('assets'), path('assets'))).toEqual(['static-root-overlap']);
  expect(codes(path('other'), path('assets'))).toEqual([]);
  expect(codes(path('assets2'), path('assets'))).toEqual([]);
});

test('links do not hide it', () => {
  const root = project({ 'assets/img/': '' });
  symlinkSync('assets', join(root, 'link'));
  expect(codes(join(root, 'link/public'), join(root, 'assets'))).toEqual(['static-root-overlap']);
  expect(codes(join(root, 'assets'), join(root, 'link/img'))).toEqual(['static-root-overlap']);
});

test('a STATIC_ROOT that the walk never reaches is harmless', () => {
  const root = project({ 'assets/': '' });
  const source = join(root, 'assets');
  expect(codes(join(source, '.build/static'), source)).toEqual([]);
  expect(codes(join(source, '.build/static'), source, [])).toEqual(['static-root-overlap']);
  expect(codes(join(source, 'build'), source, ['build'])).toEqual([]);
  expect(checkRoots(join(source, 'build'), [directory(source, { exclude: ['build/**'] })], [])).toEqual([]);
});
