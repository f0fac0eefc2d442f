import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes the folder in which a test run keeps its one bundle of the command line. Returns what removes it. */
export default function makeBundleFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'collectstatic-bundle-'));
  process.env.TEST_BUNDLE_FOLDER = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
