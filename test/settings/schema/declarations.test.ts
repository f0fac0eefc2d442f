import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { FLAGGED_SETTINGS } from '../../../src/settings/schema/flags.ts';
import { SETTING_NAMES } from '../../../src/settings/schema/schema.ts';
import { configDeclarations } from './declarations.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
// Below the project, where the compiler finds its packages.
const folder = mkdtempSync(join(root, '.dist-declarations-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Returns what a strict compiler says of a file beside the published declarations. */
function compile(code: string): string {
  writeFileSync(join(folder, 'published.ts'), configDeclarations());
  writeFileSync(join(folder, 'use.ts'), code);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../tsconfig.json',
      compilerOptions: { noEmit: true, rootDir: '..' },
      include: [],
      files: ['use.ts'],
    }),
  );
  try {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch (error) {
    return (error as { readonly stdout: string }).stdout;
  }
}

test('the published types are those that the list of settings gives', () => {
  const said = compile(`
    import type { Config, FlagValues } from '../src/settings/schema/config.ts';
    import type { Config as Published, FlagValues as PublishedFlags } from './published.ts';

    type Flat<T> = { [K in keyof T]: Flat<T[K]> };
    type Same<A, B> =
      (<T>() => T extends Flat<A> ? 1 : 2) extends <T>() => T extends Flat<B> ? 1 : 2 ? true : false;
    export const config: Same<Config, Published> = true;
    export const flags: Same<FlagValues, PublishedFlags> = true;
    export const others: Same<Config, FlagValues> = false;
    export const less: Same<Config, Omit<Published, 'DEBUG'>> = false;
  `);
  expect(said).toBe('');
});

test('a config file is checked by them', () => {
  const said = compile(`
    import { type Config, defineConfig } from './published.ts';

    export const config: Config = defineConfig({
      STATIC_ROOT: 'out',
      STATICFILES_DIRS: ['a', ['p', 'b'], { dir: 'c', include: ['*.js'] }],
      PRECEDENCE: [['admin/**', 'theme']],
      STORAGES: { staticfiles: { BACKEND: 'x.Y', OPTIONS: { manifest_strict: false } } },
      COMPRESS_LEVELS: { br: 5 },
      PREHASHED: 'auto',
    });
    // @ts-expect-error
    defineConfig({ STATICFILES_DIRS: [['p']] });
    // @ts-expect-error
    defineConfig({ STATICFILES_DIRS: [{ prefix: 'p' }] });
    // @ts-expect-error
    defineConfig({ STORAGE: 'manifests' });
    // @ts-expect-error
    defineConfig({ STATIC_ROTT: 'out' });
  `);
  expect(said).toBe('');
});

test('every key and every option is in them, with its sentence', () => {
  const text = configDeclarations();
  const members = [...text.matchAll(/^ {4}\/\*\* .+ \*\/\n {4}readonly (\$?\w+)\?: /gm)].map(
    (match) => match[1],
  );
  expect(members).toEqual([...SETTING_NAMES, ...FLAGGED_SETTINGS.map(({ key }) => key)]);
});
