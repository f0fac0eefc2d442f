import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');

/** Bundles the command line from the sources into `outdir`, as `npm run build` does. Returns the script to start. */
export async function bundleCli(outdir: string): Promise<string> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: { cli: 'src/cli/run.ts', 'copy-worker': 'src/storages/copy-worker.ts' },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    external: ['jiti'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  writeFileSync(join(outdir, 'package.json'), '{ "type": "module" }');
  const script = join(outdir, 'collectstatic.js');
  writeFileSync(
    script,
    "import process from 'node:process';\nimport { run } from './cli.js';\nawait run(process);\n",
  );
  return script;
}
