import { cpSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleProgram } from './bundle/bundle.mjs';

/**
 * Bundles the command line from the sources into `outdir`, as `npm run build` does. Returns the script to start. All files of
 * a test run take copies of one bundle.
 */
export async function bundleCli(outdir: string): Promise<string> {
  const shared = process.env.TEST_BUNDLE_FOLDER;
  if (shared === undefined) await bundleProgram(outdir);
  else cpSync(await bundleOnce(shared), outdir, { recursive: true });
  const script = join(outdir, 'collectstatic.cjs');
  writeFileSync(script, "require('./cli.cjs').start(process);\n");
  return script;
}

async function bundleOnce(shared: string): Promise<string> {
  const bundle = join(shared, 'bundle');
  if (existsSync(bundle)) return bundle;
  const draft = mkdtempSync(join(shared, 'draft-'));
  await bundleProgram(draft);
  try {
    renameSync(draft, bundle);
  } catch {
    // Another file of the run was faster.
    rmSync(draft, { recursive: true });
  }
  return bundle;
}
