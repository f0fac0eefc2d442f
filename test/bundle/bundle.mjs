import { copyFileSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleChunks, REQUIRED } from './chunks.mjs';
import { loadWhenUsed } from './lazy-builtins.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** jiti finds its own transformer beside itself at run time, so it stays a real dependency. */
const EXTERNAL = ['jiti'];

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  legalComments: 'none',
  // Read as latin1, which takes half the time.
  charset: 'ascii',
  // A third less to read at every start. Names stay, so that the stack of a bug can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  external: EXTERNAL,
  metafile: true,
  logLevel: 'warning',
};

/** CommonJS dependencies inside an ESM bundle ask for Node's modules with require(). */
const REQUIRE = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};

const APART = {
  name: 'import-module-stays-a-file-of-its-own',
  setup({ onResolve }) {
    onResolve({ filter: /\/import-module\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './import-module.cjs', external: true },
    );
  },
};

/** What we use of the AWS SDK: one file for the program and the library. */
const SDK = { 'aws-sdk': 'src/publish/s3/sdk.ts' };

const SDK_APART = {
  name: 'aws-sdk-stays-a-file-of-its-own',
  setup({ onResolve }) {
    onResolve({ filter: /\/s3\/sdk\.ts$|^\.\/sdk\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './aws-sdk.cjs', external: true },
    );
  },
};

/** The AWS SDK warns on Node 20 that newer versions of it will not run there. Ours is pinned. */
const QUIET = { 'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"' };

/** commander can start programs as commands, which takes a module of Node that is slow to load. None of ours is one. */
const NO_PROGRAMS = {
  name: 'commander-starts-no-programs',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/commander/') ? { path: 'none', namespace: 'no-programs' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'no-programs' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** What `--python` runs lies beside the bundle. */
const ANSWER = 'django_answer.py';

/**
 * What every run needs lies in one file, what it takes to make fingerprints and to evaluate Python in one each: every further
 * file takes a start some time. All else that an `import()` names is a file of its own.
 */
const PACKS = {
  program: ['src/cli/program.ts', 'src/cli/commands/collect/index.ts', 'src/settings/sources/load/json.ts'],
  fingerprints: ['src/fingerprinting/index.ts'],
  python: [
    'src/settings/sources/load/python.ts',
    'src/settings/sources/load/plain.ts',
    'src/settings/sources/start-python.ts',
    'src/python/index.ts',
    'src/python/literal.ts',
    'src/python/syntax/py-ast.ts',
    'src/finders/apps/read-config.ts',
  ],
};

const COMMONJS = {
  define: { 'import.meta.url': '__module.url', 'import.meta.filename': '__filename' },
  banner: {
    js: "'use strict';const __module={get url(){return require('node:url').pathToFileURL(__filename).href}};",
  },
};

/**
 * A bundle that code-cache.ts loads is one function: where Node loads it, it is called at once; where it is run as a script
 * (`this` is the global object then), the script's value is the function. So the text is compiled as it is read: putting a
 * function round it at each start would copy it twice.
 */
const AS_FUNCTION = {
  ...COMMONJS,
  banner: {
    js: `((bundle)=>this===globalThis?bundle:bundle(exports,require,module,__filename,__dirname))(function(exports,require,module,__filename,__dirname){${COMMONJS.banner.js}`,
  },
  footer: { js: '})' },
};

/**
 * Bundles what the binaries start, or another program over the sources, into `outdir`; returns the paths of the bundled
 * files. CommonJS: Node then never starts its loader for ES modules, and V8 can keep the code.
 */
export async function bundleProgram(outdir, program) {
  const started = await build({
    ...common,
    ...COMMONJS,
    outdir,
    entryPoints: {
      ...(program ?? { cli: 'src/cli/start.ts' }),
      // What src/python/native/lazy-package.ts asks for.
      yaml: 'yaml',
      'smol-toml': 'smol-toml',
      'copy-worker': 'src/storages/copy/worker.ts',
      'import-module': 'src/settings/sources/load/import-module.ts',
    },
    plugins: [APART],
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    write: false,
  });
  mkdirSync(outdir, { recursive: true });
  for (const { path, text } of started.outputFiles) writeFileSync(path, loadWhenUsed(text));
  copyFileSync(join(root, 'src/settings/sources/django', ANSWER), join(outdir, ANSWER));
  const ofPage = await bundlePage(outdir);
  const inputs = [...Object.keys(started.metafile.inputs), ...ofPage];
  if (program !== undefined) return inputs;
  const entryPoints = { program: 'src/cli/program.ts' };
  const plugins = [APART, SDK_APART, NO_PROGRAMS];
  return [
    ...inputs,
    ...(await bundleSdk(outdir)),
    ...(await bundleChunks({ ...common, ...AS_FUNCTION, outdir, entryPoints, packs: PACKS, plugins })),
  ];
}

/** Bundles the script and the style of the page of `collectstatic report`, which lie beside the program. */
export async function bundlePage(outdir) {
  const { metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    minify: true,
    target: ['chrome100', 'firefox100', 'safari16'],
    format: 'iife',
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
    outdir,
    entryPoints: {
      'report-page': 'src/reporters/report-page/browser/page.ts',
      'report-page.style': 'src/reporters/report-page/page.css',
    },
  });
  renameSync(join(outdir, 'report-page.style.css'), join(outdir, 'report-page.css'));
  return Object.keys(metafile.inputs);
}

async function bundleSdk(outdir) {
  const { metafile } = await build({
    ...common,
    ...AS_FUNCTION,
    outdir,
    entryPoints: SDK,
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    define: { ...COMMONJS.define, ...QUIET },
    // Its modules for bundlers leave out what nobody imports, its CommonJS ones don't.
    mainFields: ['module', 'main'],
    supported: REQUIRED,
  });
  return Object.keys(metafile.inputs);
}

/** Bundles the library into `outdir`; returns the paths of the bundled files. */
export async function bundleLibrary(outdir) {
  const { metafile } = await build({
    ...common,
    outdir,
    entryPoints: { index: 'src/index.ts' },
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
    plugins: [SDK_APART],
    banner: REQUIRE,
  });
  return Object.keys(metafile.inputs);
}

/** Imports a module of TypeScript, by way of a file in `outdir` that is removed again. */
export async function importSource(entry, outdir) {
  const outfile = join(outdir, 'source.mjs');
  await build({ ...common, outfile, entryPoints: [entry], format: 'esm', banner: REQUIRE });
  try {
    // Node keeps a module by its URL.
    return await import(`${outfile}?${entry}`);
  } finally {
    rmSync(outfile);
  }
}

/** The demo project's settings once more, in JSON. */
const PLAIN_SETTINGS = {
  INSTALLED_APPS: ['django.contrib.staticfiles', 'catalog', 'accounts'],
  STATIC_URL: 'static/',
  STATIC_ROOT: 'plain',
  STATICFILES_DIRS: ['assets'],
};

/**
 * The runs of the demo project before V8 is asked for the code that they took: a first run and one with nothing to do, settings
 * of both kinds, and a storage with all there is to do. No more than that: a start compiles to machine code what got hot here.
 */
const REHEARSALS = [
  ['--settings', 'plain.json'],
  ['--settings', 'plain.json'],
  ['-v', '2'],
  [
    '--set',
    'STORAGES={"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}',
  ],
];

/**
 * Leaves code caches beside the program's bundles in `outdir`, for this Node: of what ordinary runs of it need. `home` is the
 * folder they are going to be in.
 */
export async function cacheProgram(outdir, home) {
  const { cacheOf, cachedBundles } = createRequire(import.meta.url)(join(outdir, 'cli.cjs'));
  const bundles = cachedBundles(join(outdir, 'cli.cjs'), home);
  const { createProgram } = bundles.require('./program.cjs');
  const folder = mkdtempSync(join(tmpdir(), 'collectstatic-build-'));
  try {
    cpSync(join(root, 'fixtures/demo/project'), folder, { recursive: true });
    writeFileSync(join(folder, 'plain.json'), JSON.stringify(PLAIN_SETTINGS));
    for (const args of REHEARSALS) {
      const process = rehearsal(folder);
      const words = ['--no-input', ...args];
      await createProgram(process, 'collectstatic', words).parseAsync(words, { from: 'user' });
      if (process.exitCode !== 0)
        throw new Error(`The rehearsal ended with ${process.exitCode}:\n${process.said.join('')}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  for (const [name, script] of bundles.scripts)
    writeFileSync(cacheOf(join(outdir, name)), script.createCachedData());
}

/** A process whose runs write into the project in `folder`. */
function rehearsal(folder) {
  const said = [];
  const stream = { write: (text) => said.push(text) };
  return {
    said,
    argv: [],
    env: {},
    cwd: () => folder,
    stdin: process.stdin,
    stdout: stream,
    stderr: stream,
    exitCode: 0,
    on: () => undefined,
    off: () => undefined,
  };
}
