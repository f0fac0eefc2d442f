import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from 'esbuild';
import { loadWhenUsed } from './lazy-builtins.mjs';

/** V8 takes bundles from a code cache, and such code can't `import()`: esbuild then writes `require()`. */
export const REQUIRED = { 'dynamic-import': false };

/**
 * Bundles a program into CommonJS files in `outdir`: `NAME.cjs` for each entry and each pack, and one for each other module
 * that an `import()` names, read when that line is reached. Code that several of them need is in one of them. `packs` gives
 * by file name the sources that lie in it together with all they import; what several of them need is in the first.
 * Returns the paths of the bundled files.
 *
 * esbuild splits ES modules only, and cuts them finer than a start can afford. So it runs twice: first to cut the program
 * into chunks, then to join those of one file.
 */
export async function bundleChunks({
  entryPoints,
  packs,
  outdir,
  plugins,
  define,
  banner,
  footer,
  ...common
}) {
  const { outputFiles, metafile } = await build({
    ...common,
    entryPoints,
    plugins,
    outdir,
    write: false,
    metafile: true,
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path, '.js'), text]));
  const chunks = cutChunks(metafile, texts);
  packChunks(chunks, packs);
  const names = new Set([...chunks.values()].map((chunk) => chunk.file));
  const joined = { ...common, outdir, define, banner, footer };
  await Promise.all([...names].map((file) => joinChunks(file, chunks, joined)));
  return Object.keys(metafile.inputs);
}

/**
 * @typedef {object} Chunk
 * @property {string} text an ES module
 * @property {string | undefined} source the source that it was cut for; `undefined` if several need it
 * @property {string[]} exports
 * @property {string[]} imports names of the chunks that are evaluated before it
 * @property {string} file name, without suffix, of the file it goes into
 */

/** @returns {Map<string, Chunk>} by name */
function cutChunks({ outputs }, texts) {
  const chunks = new Map();
  for (const [path, { entryPoint, exports, imports }] of Object.entries(outputs)) {
    const name = basename(path, '.js');
    const before = imports.filter(({ kind, external }) => kind === 'import-statement' && !external);
    chunks.set(name, {
      text: texts.get(name),
      source: entryPoint,
      exports,
      imports: before.map((each) => basename(each.path, '.js')),
      file: name,
    });
  }
  return chunks;
}

function packChunks(chunks, packs) {
  const [first] = Object.keys(packs);
  const packed = new Set();
  for (const [file, sources] of Object.entries(packs)) {
    for (const name of reached(chunks, sources)) {
      chunks.get(name).file = packed.has(name) ? first : file;
      packed.add(name);
    }
  }
}

/** Returns the names of the chunks that sources need. */
function reached(chunks, sources) {
  const found = new Set();
  const add = (name) => {
    if (found.has(name)) return;
    found.add(name);
    chunks.get(name).imports.forEach(add);
  };
  for (const source of sources) {
    const of = [...chunks].find(([, chunk]) => chunk.source === source);
    if (of === undefined) throw new Error(`No import() names ${source}, of a pack`);
    add(of[0]);
  }
  return found;
}

/** Returns the chunks of an entry's file that are evaluated as soon as the file is loaded; the others are when asked for. */
function eagerChunks(file, chunks) {
  const eager = new Set();
  const add = (name) => {
    if (eager.has(name) || chunks.get(name)?.file !== file) return;
    eager.add(name);
    chunks.get(name).imports.forEach(add);
  };
  add(file);
  return eager;
}

/**
 * Joins the chunks of a file. By `CHUNK:NAME` it exports what an eager chunk does, by `CHUNK` a function that evaluates and
 * returns another one, and the names of an entry as they are.
 */
async function joinChunks(file, chunks, common) {
  const own = [...chunks.keys()].filter((name) => chunks.get(name).file === file);
  const eager = eagerChunks(file, chunks);
  const contents = own.map((name, index) =>
    eager.has(name)
      ? `export { ${renamed(chunks, name, (plain, full) => `${plain} as ${full}`)} } from './${name}';`
      : `const load${index} = () => require('./${name}'); export { load${index} as ${JSON.stringify(name)} };`,
  );
  if (chunks.has(file)) contents.push(`export * from './${file}';`);
  const { outputFiles } = await build({
    ...common,
    write: false,
    stdin: { contents: contents.join('\n'), resolveDir: common.outdir, sourcefile: `${file}.js` },
    outfile: `${common.outdir}/${file}.cjs`,
    outdir: undefined,
    format: 'cjs',
    supported: REQUIRED,
    plugins: [
      {
        name: 'chunks',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^\.\// }, ({ path }) => {
            const name = basename(path, '.js');
            return chunks.has(name) ? { path: name, namespace: 'chunk' } : { path, external: true };
          });
          onLoad({ filter: /./, namespace: 'chunk' }, ({ path: name }) => {
            const chunk = chunks.get(name);
            return { contents: chunk.file === file ? chunk.text : fromElsewhere(chunks, name) };
          });
        },
      },
    ],
  });
  for (const { path, text } of outputFiles) writeFileSync(path, loadWhenUsed(text));
}

/** A module in place of a chunk that lies in another file. */
function fromElsewhere(chunks, name) {
  const { file } = chunks.get(name);
  return eagerChunks(file, chunks).has(name)
    ? `export { ${renamed(chunks, name, (plain, full) => `${full} as ${plain}`)} } from './${file}.cjs';`
    : `module.exports = require('./${file}.cjs')[${JSON.stringify(name)}]();`;
}

function renamed(chunks, name, rename) {
  const names = chunks.get(name).exports.map((plain) => rename(plain, JSON.stringify(`${name}:${plain}`)));
  return names.join(', ');
}
