import { expect, test } from 'vitest';
import { reportPage } from '../../src/reporters/report-page/index.ts';
import { packPaths, unpackPaths } from '../../src/reporters/report-page/page-data.ts';
import { reportOf } from './page.ts';

const PARTS = { script: "'</script>'", style: '' };

test('paths are packed and unpacked', () => {
  const long = `${'a/'.repeat(800)}b.css`;
  const paths = ['a/b.css', 'a/bc.css', 'é/ü.css', '', long, `${long}.map`].sort();
  expect(unpackPaths(packPaths(paths))).toEqual(paths);
});

test('names can not become tags or scripts, nor hide', () => {
  const page = reportPage(reportOf(10), PARTS);
  expect(page).not.toContain('<b>site');
  expect(page).not.toContain('<script>alert');
  expect(page).not.toContain('\u202e');
  expect(page.match(/<\/script>/g)).toHaveLength(2);
});

test('the page asks nobody for anything', () => {
  const page = reportPage(reportOf(10), PARTS);
  expect(page).toContain("default-src 'none'");
  expect(page).not.toMatch(/(?:src|href)="?https?:/);
});

test('10,000 files take less than 1 MB', () => {
  expect(reportPage(reportOf(10_000), PARTS).length).toBeLessThan(900_000);
});
