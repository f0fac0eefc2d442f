import { mkdtempSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { whenWritten } from '../../src/serve/http/being-written.ts';
import { makeContents } from '../../src/serve/http/content.ts';
import { statsOf } from '../../src/serve/http/look-up.ts';

function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'collectstatic-content-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'site.js');
  writeFileSync(file, text);
  utimesSync(file, 1_000_000, 1_000_000);
  return file;
}

test('a file that is emptied after it was looked at does not pass for the one that was', () => {
  const file = fileOf('whole');
  const contents = makeContents((asked) => {
    const stats = statsOf(asked);
    truncateSync(file);
    return stats;
  });
  const content = contents.of(file);
  expect([content?.bytes?.length, content?.mtimeMs]).toEqual([0, statSync(file).mtimeMs]);
});

test.each([
  ['and says when', 0],
  ['and does not say so yet', 10_000],
])('a file that is emptied after it was looked at, %s, is waited for', async (_, age) => {
  const file = fileOf('whole');
  let looks = 0;
  const contents = makeContents((asked) => {
    const stats = statsOf(asked);
    if (++looks === 1) truncateSync(file);
    // The editor goes on before anybody looks again.
    queueMicrotask(() => writeFileSync(file, 'whole again'));
    return stats;
  });
  // However long the machine takes: the first look comes when it does, the second one later.
  vi.spyOn(Date, 'now').mockImplementation(() => statSync(file).ctimeMs + (looks === 1 ? age : 10_000));
  onTestFinished(() => void vi.restoreAllMocks());
  expect((await whenWritten(contents, { file, size: 5 }))?.bytes?.toString()).toBe('whole again');
});

test('a file that has long been empty is not waited for', async () => {
  const file = fileOf('');
  let looks = 0;
  const contents = makeContents((asked) => {
    looks++;
    return statsOf(asked);
  });
  vi.spyOn(Date, 'now').mockImplementation(() => statSync(file).ctimeMs + 10_000);
  onTestFinished(() => void vi.restoreAllMocks());
  expect((await whenWritten(contents, { file, size: 0 }))?.size).toBe(0);
  expect(looks).toBe(1);
});
