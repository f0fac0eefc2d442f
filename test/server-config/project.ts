import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runCli } from '../fake-process.ts';

export const MANIFEST_STORAGE = {
  staticfiles: { BACKEND: 'whitenoise.storage.CompressedManifestStaticFilesStorage' },
};

const FILES: Readonly<Record<string, string>> = {
  'css/site.css': 'a { color: red } '.repeat(40),
  'js/mod.mjs': 'export {}',
  'data/backup.202511281631.json': '{}',
  LICENSE: 'as you like',
};

/** A project that has been collected, with these settings more. `names`: paths in its folder, with their content. */
export async function collected(
  settings: Readonly<Record<string, unknown>> = {},
  names: Readonly<Record<string, string>> = {},
): Promise<string> {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'server-config-')));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  };
  for (const [path, text] of Object.entries(FILES)) write(`assets/${path}`, text);
  for (const [path, text] of Object.entries(names)) write(path, text);
  const config = {
    STATIC_URL: '/static/',
    STATIC_ROOT: 'static',
    STATICFILES_DIRS: ['assets'],
    STORAGES: MANIFEST_STORAGE,
    ...settings,
  };
  write('collectstatic.config.json', JSON.stringify(config));
  const { code, stderr } = await runCli(['--no-input'], { cwd });
  if (code !== 0) throw new Error(stderr);
  return cwd;
}

/** What `collectstatic server-config ...` says. */
export function serverConfig(cwd: string, ...args: readonly string[]): ReturnType<typeof runCli> {
  return runCli(['server-config', ...args], { cwd });
}
