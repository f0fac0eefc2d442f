import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { pool } from '../processors/pool.ts';

/** A file to weigh: its path, the file with its bytes, and how many they are. */
export interface Weighed {
  readonly path: string;
  readonly file: string;
  readonly size: number;
}

/** Gives the bytes that each file has once gzip made it smaller, in their order. */
export type GzipSizes = (files: readonly Weighed[]) => Promise<readonly number[]>;

const pack = promisify(gzip);
const LEVEL = 9;

/**
 * Compresses files by gzip at its hardest level, and gives their sizes; that of the file itself if that is smaller. Rejects as
 * the system does for a file that can't be read.
 */
export const gzipSizes: GzipSizes = (files) =>
  pool(files, availableParallelism(), async ({ file }) => {
    const bytes = await readFile(file);
    const packed = await pack(bytes, { level: LEVEL });
    return Math.min(bytes.length, packed.length);
  });
