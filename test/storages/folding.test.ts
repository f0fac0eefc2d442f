import { join } from 'node:path';
import { expect, test } from 'vitest';
import { foldingOf } from '../../src/storages/index.ts';
import { put, temporaryFolder } from './folder.ts';

// On a file system that tells letter case apart; test/windows asks one that does not.
test.skipIf(process.platform !== 'linux')(
  'a folder, there or not yet, whose names are taken as they are',
  () => {
    const folder = temporaryFolder();
    expect(foldingOf(folder)).toBe('none');
    put(folder, 'css/Site.css', '');
    put(folder, 'css/sITE.CSS', 'another file, not the same one');
    expect(foldingOf(join(folder, 'css'))).toBe('none');
    expect(foldingOf(join(folder, 'css/not/there/yet'))).toBe('none');
  },
);
