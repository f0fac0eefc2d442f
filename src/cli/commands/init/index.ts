import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { plan } from '../../../collect.ts';
import { fail } from '../../../errors.ts';
import { type FoundSettings, findSettings, loadSettings } from '../../../settings/index.ts';
import { runCommand } from '../../command.ts';
import { type CollectFlags, settingsRequest } from '../../options/index.ts';
import type { ProcessLike } from '../../process.ts';
import { configText, type FoundProject, settingsBlock } from './texts.ts';

const FILE = 'collectstatic.config.ts';

/** Runs `collectstatic --init`: writes a config file, or a block of settings, that starts from what is found. */
export function runInit(process: ProcessLike, flags: CollectFlags): Promise<void> {
  return runCommand(process, 'init', flags, async (terminal) => {
    const cwd = process.cwd();
    const request = settingsRequest(flags, { cwd, env: process.env, requireStaticRoot: false });
    const found = await findSettings(request);
    const place = flags.init === 'settings' ? blockPlace(found) : configPlace(found, cwd);
    const settings = await loadSettings(request);
    const { conflicts } = await plan(settings);
    const project = {
      base: baseOf(found, cwd),
      hasStaticRoot: settings.staticRoot !== null,
      conflicts: conflicts
        .filter(({ identical, settledBy }) => !identical && !settledBy)
        .map(({ path }) => path),
    };
    terminal.print(
      flags.init === 'settings' ? appendBlock(place, project, found) : writeConfig(place, project, found),
    );
    return 0;
  });
}

/** Returns the config file to write. Throws `config-exists` if there is one, in whatever language. */
function configPlace({ source }: FoundSettings, cwd: string): string {
  const file = join(cwd, FILE);
  const read = source.kind === 'file' && source.file.startsWith(`${join(cwd, 'collectstatic.config')}.`);
  if (existsSync(file) || read) throw alreadyThere(read ? source.file : file);
  return file;
}

/** Returns the settings module to append to. Throws `config-exists` if it has such a block. */
function blockPlace({ file, hasToolDict }: FoundSettings): string {
  if (file === null || !file.endsWith('.py')) {
    throw fail({
      code: 'init-not-python',
      message: `A COLLECTSTATIC block is for a settings module in Python${file === null ? '' : `, and the settings are in ${file}`}`,
      hint: 'Name the module: --settings mysite.settings. Or say --init alone for a config file.',
    });
  }
  if (hasToolDict || /^COLLECTSTATIC\s*[:=]/m.test(readFileSync(file, 'latin1')))
    throw fail({
      code: 'config-exists',
      message: `The settings have a COLLECTSTATIC already: ${file}`,
      hint: 'Change that one.',
    });
  return file;
}

function alreadyThere(file: string): Error {
  return fail({
    code: 'config-exists',
    message: `There is a config file already: ${file}`,
    hint: 'Change that one, or remove it first.',
  });
}

function baseOf({ source }: FoundSettings, cwd: string): string {
  return source.kind === 'module' ? source.module : relative(cwd, source.file);
}

function writeConfig(file: string, project: FoundProject, { passedOver }: FoundSettings): string {
  // Never over a file that came meanwhile.
  writeFileSync(file, configText(project), { flag: 'wx' });
  const order = passedOver.length === 0 ? '' : ', and comes before it';
  return `${file} was written. It extends ${project.base}${order}.\n`;
}

/** Appends in the line ends that the file has. */
function appendBlock(file: string, project: FoundProject, { staticRootLine }: FoundSettings): string {
  const text = readFileSync(file, 'latin1');
  const ending = text.includes('\r\n') ? '\r\n' : '\n';
  const block = `${text === '' || text.endsWith('\n') ? '' : '\n'}${settingsBlock(project, staticRootLine)}`;
  appendFileSync(file, block.replaceAll('\n', ending));
  return `A COLLECTSTATIC block was appended to ${file}. Nothing in it counts before it is uncommented.\n`;
}
