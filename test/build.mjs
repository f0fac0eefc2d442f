// `npm run build`: bundles the binaries and the library into dist/, and writes the type declarations and the JSON Schema.
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
// Built aside and renamed at the end: whoever runs the binary meanwhile finds the last build, not half of this one.
const dist = `${root}.dist-${process.pid}`;
mkdirSync(dist);
process.on('exit', () => rmSync(dist, { recursive: true, force: true }));

const common = {
  absWorkingDir: root,
  outdir: dist,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  legalComments: 'none',
  // A third less to read at every start. Names stay, so that the stack of a bug can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: 'warning',
};

await build({
  ...common,
  entryPoints: {
    program: 'src/cli/program.ts',
    index: 'src/index.ts',
    'copy-worker': 'src/storages/copy-worker.ts',
  },
  splitting: true,
  format: 'esm',
  // Chunks lie beside the entries, so that `./copy-worker.js` is found from any of them.
  chunkNames: '[name]-[hash]',
  // jiti finds its own transformer beside itself at run time, so it stays a real dependency.
  external: ['jiti'],
  // CommonJS dependencies inside an ESM bundle ask for Node's modules with require().
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});

// What the binaries start is CommonJS: Node has its loader for ES modules to start only for what this loads later.
await build({
  ...common,
  entryPoints: { cli: 'src/cli/run.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  plugins: [
    {
      name: 'program-is-loaded-later',
      setup({ onResolve }) {
        onResolve({ filter: /^\.\/program\.ts$/ }, () => ({ path: './program.js', external: true }));
      },
    },
  ],
});

writeFileSync(
  `${dist}/tsconfig.json`,
  JSON.stringify({
    extends: '../tsconfig.json',
    compilerOptions: { rootDir: '../src', outDir: './types', emitDeclarationOnly: true },
    include: [],
    files: ['../src/index.ts'],
  }),
);
execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', `${dist}/tsconfig.json`], {
  stdio: 'inherit',
});
rmSync(`${dist}/tsconfig.json`);

const { jsonSchema } = await import(`${dist}/index.js`);
writeFileSync(`${dist}/schema.json`, `${JSON.stringify(jsonSchema(), null, 2)}\n`);

rmSync(`${root}dist`, { recursive: true, force: true });
renameSync(dist, `${root}dist`);
