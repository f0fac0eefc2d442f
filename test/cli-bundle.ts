import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleProgram } from './bundle.mjs';

/** Bundles the command line from the sources into `outdir`, as `npm run build` does. Returns the script to start. */
export async function bundleCli(outdir: string): Promise<string> {
  await bundleProgram(outdir);
  const script = join(outdir, 'collectstatic.cjs');
  writeFileSync(script, "require('./cli.cjs').start(process);\n");
  return script;
}
