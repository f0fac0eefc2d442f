import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { notLinked, notPlaced, notStaged } from '../../src/storages/failures.ts';
import { move, patience, patiently } from '../../src/storages/placing/move.ts';
import { cloneFile } from '../../src/storages/releases/clone.ts';
import { put, temporaryFolder, treeOf, YESTERDAY } from './folder.ts';

// What other systems refuse, and what is done instead.

function refusal(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: refused`), { code });
}

/** Fails so many times before it does its work. */
function busy(times: number, code: string): { readonly act: () => void; readonly tries: () => number } {
  let tries = 0;
  const act = (): void => {
    if (tries++ < times) throw refusal(code);
  };
  return { act, tries: () => tries };
}

test.each(['EPERM', 'EACCES', 'EBUSY'])('a file that is in use is waited for (%s)', async (code) => {
  const file = busy(2, code);
  await patiently(file.act, [1, 1, 1]);
  expect(file.tries()).toBe(3);
  const forever = busy(Number.POSITIVE_INFINITY, code);
  await expect(patiently(forever.act, [1, 1])).rejects.toMatchObject({ code });
  expect(forever.tries()).toBe(3);
});

test('other errors are not waited for, nor anything where files in use can be replaced', async () => {
  const gone = busy(1, 'ENOENT');
  await expect(patiently(gone.act, [1, 1])).rejects.toMatchObject({ code: 'ENOENT' });
  expect(gone.tries()).toBe(1);
  expect(patience('linux')).toEqual([]);
  expect(patience('darwin')).toEqual([]);
  const total = patience('win32').reduce((sum, wait) => sum + wait, 0);
  expect(total).toBeGreaterThan(1000);
  expect(total).toBeLessThan(5000);
});

test('on Windows a folder that is there after all is found before it is renamed over', async () => {
  const folder = temporaryFolder();
  put(folder, 'from/a.css', 'a');
  mkdirSync(`${folder}/to`);
  expect(await move(`${folder}/from`, `${folder}/to`, true, 'win32')).toBe(false);
  expect(treeOf(folder)).toEqual({ 'from/a.css': 'a' });
  expect(await move(`${folder}/from`, `${folder}/new`, true, 'win32')).toBe(true);
  expect(treeOf(folder)).toEqual({ 'new/a.css': 'a' });
});

test.each(['EPERM', 'ENOSYS', 'ENOTSUP'])(
  'where no symlink can be made it is said what to do (%s)',
  (code) => {
    expect(notLinked('/srv/static/a.css', refusal(code))).toMatchObject({
      problems: [
        {
          code: 'links-refused',
          at: { file: '/srv/static/a.css' },
          hint: expect.stringContaining('without --link'),
        },
      ],
    });
    expect(notLinked('/srv/static/a.css', refusal('ENOSPC'))).toMatchObject({
      problems: [{ code: 'destination-failed' }],
    });
  },
);

test.each([
  ['ENOSPC', /Make room/],
  ['EPERM', /lets this user do/],
  ['EIO', /See to its file system/],
])('the hint fits the cause (%s)', (code, hint) => {
  for (const error of [notStaged('/srv/a', refusal(code)), notPlaced('/srv', refusal(code))])
    expect(error).toMatchObject({ problems: [{ hint: expect.stringMatching(hint) }] });
});

const OTHER_DEVICE = '/dev/shm';
const crosses = existsSync(OTHER_DEVICE) && statSync(OTHER_DEVICE).dev !== statSync(tmpdir()).dev;

test.skipIf(!crosses)('where there can be no hard link, a copy with the same time is made', () => {
  const file = put(temporaryFolder(), 'a.css', 'a', YESTERDAY);
  const copy = `${temporaryFolder(OTHER_DEVICE)}/a.css`;
  cloneFile(file, copy);
  expect(readFileSync(copy, 'utf8')).toBe('a');
  expect(statSync(copy).mtimeMs).toBeCloseTo(YESTERDAY, 0);
  expect(statSync(file).nlink).toBe(1);
});
