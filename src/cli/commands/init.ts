import { existsSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { plan } from '../../collect.ts';
import { fail } from '../../errors.ts';
import { findSettings, loadSettings } from '../../settings/index.ts';
import { runCommand } from '../command.ts';
import { type CollectFlags, settingsRequest } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';

const FILE = 'collectstatic.config.ts';

/** Runs `collectstatic --init`: writes a config file that starts from the settings that are found. */
export function runInit(process: ProcessLike, flags: CollectFlags): Promise<void> {
  return runCommand(process, 'init', flags, async (terminal) => {
    const cwd = process.cwd();
    const file = join(cwd, FILE);
    const context = { cwd, env: process.env, requireStaticRoot: false };
    const request = settingsRequest(flags, context);
    const { source, passedOver } = await findSettings(request);
    const exists =
      existsSync(file) ||
      (source.kind === 'file' && source.file.startsWith(`${join(cwd, 'collectstatic.config')}.`));
    if (exists) {
      throw fail({
        code: 'config-exists',
        message: `There is a config file already: ${source.kind === 'file' ? source.file : file}`,
        hint: 'Change that one, or remove it first.',
      });
    }
    const settings = await loadSettings(request);
    const { conflicts } = await plan(settings);
    const name = source.kind === 'module' ? source.module : relative(cwd, source.file);
    const text = configText({
      base: name,
      hasStaticRoot: settings.staticRoot !== null,
      conflicts: conflicts
        .filter(({ identical, settledBy }) => !identical && !settledBy)
        .map(({ path }) => path),
    });
    // Never over a file that came meanwhile.
    writeFileSync(file, text, { flag: 'wx' });
    terminal.print(
      `${file} was written. It extends ${name}${passedOver.length === 0 ? '' : ', and comes before it'}.\n`,
    );
    return 0;
  });
}

interface Found {
  /** The settings to start from: a module, or a file relative to the config file. */
  readonly base: string;
  readonly hasStaticRoot: boolean;
  /** Paths that no rule settles. */
  readonly conflicts: readonly string[];
}

/** At most so many conflicts are written out. */
const LISTED = 10;

function configText({ base, hasStaticRoot, conflicts }: Found): string {
  const paths = conflicts
    .slice(0, LISTED)
    .map((path) => literal(path))
    .join(', ');
  return `import { defineConfig } from 'collectstatic';

export default defineConfig({
  // What is written here is stronger than the project's own settings.
  EXTENDS: ${literal(base)},

  ${hasStaticRoot ? '// ' : ''}STATIC_ROOT: 'staticfiles',

  // More folders to collect from; a pair is [prefix, folder].
  // STATICFILES_DIRS: ['assets', ['vendor', 'node_modules/htmx.org/dist']],

  // Paths that are overridden on purpose${conflicts.length > 0 ? `; offered twice now: ${conflicts.length}` : ''}.
  // ALLOW_CONFLICTS: [${paths === '' ? "'favicon.ico'" : paths}],
  // FAIL_ON_CONFLICT: true,

  // Who wins: for paths that match, this app or folder.
  // PRECEDENCE: [['admin/**', 'theme']],

  // Names to leave out, as --ignore takes them.
  // IGNORE: ['*.map'],
});
`;
}

function literal(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
