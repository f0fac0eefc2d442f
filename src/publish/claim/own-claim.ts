import type { RootedSettings } from '../../static-root.ts';
import { readOwnFile, removeOwnFile, writeOwnFile } from '../../storages/index.ts';

/** Remembers the claim, so that a run after a killed one knows it for its own. Without it, it waits until the claim runs out. */
export function noteClaim({ staticRoot, directoryMode }: RootedSettings, id: string): void {
  try {
    writeOwnFile(staticRoot, 'publish-claim.json', Buffer.from(`${JSON.stringify({ id })}\n`), directoryMode);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
  }
}

/** The id of the claim that a run of this STATIC_ROOT has left: whoever holds its lock knows that none is at work. */
export function ownClaim(root: string): string | undefined {
  const text = Buffer.from(readOwnFile(root, 'publish-claim.json') ?? []).toString('utf8');
  return /^\{"id":"(\w+)"\}$/.exec(text.trim())?.[1];
}

/** Forgets the claim: it has ended. */
export function forgetClaim({ staticRoot }: RootedSettings): void {
  removeOwnFile(staticRoot, 'publish-claim.json');
}
