import { rmSync } from 'node:fs';
import { errnoOf } from '../../errors.ts';
import { readRegularFile } from '../../regular-file.ts';
import { makeWorkspace } from './folder.ts';
import { placeLedgerFile } from './ledger-file.ts';
import { locateWorkspace } from './locate.ts';

/** Bytes. What a publish remembers of a million files has fewer. */
const LIMIT = 190_000_000;

/** Files that other rooms keep in the workspace of a STATIC_ROOT. */
export type OwnFile = 'publish.json' | 'publish-claim.json';

/** The bytes of a file in the workspace; `undefined` where there is none, or none that can be read: it only saves time. */
export function readOwnFile(root: string, name: OwnFile): Uint8Array | undefined {
  try {
    return readRegularFile(`${locateWorkspace(root).folder}/${name}`, { limit: LIMIT, follow: false });
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return undefined;
  }
}

/** Replaces a file in the workspace in one step. Throws what the system says. */
export function writeOwnFile(
  root: string,
  name: OwnFile,
  bytes: Uint8Array,
  directoryMode: number | null,
): void {
  const workspace = locateWorkspace(root);
  makeWorkspace(workspace, directoryMode);
  placeLedgerFile(`${workspace.folder}/${name}`, [bytes], false);
}

/** Removes a file of the workspace, if it is there and may be removed. */
export function removeOwnFile(root: string, name: OwnFile): void {
  try {
    rmSync(`${locateWorkspace(root).folder}/${name}`, { force: true });
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
  }
}
