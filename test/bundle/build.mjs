// `npm run build`: bundles the binaries and the library into dist/, and writes the type declarations and the JSON Schema.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleLibrary, bundleProgram, cacheProgram, importSource } from './bundle.mjs';
import { thirdPartyNotices } from './notices.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Built aside and renamed at the end: whoever runs the binary meanwhile finds the last build, not half of this one.
const dist = `${root}.dist-${process.pid}`;
mkdirSync(dist);
process.on('exit', () => rmSync(dist, { recursive: true, force: true }));

const ofProgram = await bundleProgram(dist);
await cacheProgram(dist, `${root}dist`);
const ofLibrary = await bundleLibrary(dist);
writeFileSync(`${dist}/THIRD-PARTY-NOTICES.txt`, thirdPartyNotices(root, [...ofProgram, ...ofLibrary]));

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
const { configDeclarations } = await importSource('test/settings/schema/declarations.ts', dist);
writeFileSync(`${dist}/types/settings/schema/config.d.ts`, configDeclarations());
keepReachable(`${dist}/types`, `${dist}/types/index.d.ts`);

const { jsonSchema } = await import(`${dist}/index.js`);
writeFileSync(`${dist}/schema.json`, `${JSON.stringify(jsonSchema(), null, 2)}\n`);

const { createProgram } = createRequire(import.meta.url)(`${dist}/program.cjs`);
const { manualPage } = await importSource('src/cli/shell/index.ts', dist);
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
writeFileSync(`${dist}/collectstatic.1`, manualPage(createProgram(process), version));
const { djangoOptions } = await importSource('src/cli/django-options.ts', dist);
const program = createProgram(process);
const options = { collectstatic: djangoOptions(program), findstatic: djangoOptions(program.commands[0]) };
writeFileSync(`${dist}/options.json`, `${JSON.stringify(options)}\n`);

const { QUESTION } = await importSource('src/settings/sources/django/question.ts', dist);
writeFileSync(`${dist}/question.json`, `${JSON.stringify(QUESTION)}\n`);

rmSync(`${root}dist`, { recursive: true, force: true });
renameSync(dist, `${root}dist`);

/** Removes the declarations in `folder` that `entry` leads to by no import: those of rooms that are not the library's. */
function keepReachable(folder, entry) {
  const reached = new Set();
  const follow = (file) => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/from '(\..+)\.ts'/g))
      follow(join(dirname(file), `${path}.d.ts`));
  };
  follow(entry);
  for (const name of readdirSync(folder, { recursive: true })) {
    const file = join(folder, name);
    if (name.endsWith('.d.ts') && !reached.has(file)) rmSync(file);
  }
}
