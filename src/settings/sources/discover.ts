import { existsSync, statSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { fail } from '../../errors.ts';
import type { Discovery, SettingsSource } from './discovery.ts';
import { findManagePy, type StartProgram } from './manage-py.ts';

const CONFIG_EXTENSIONS = ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json', '.yaml', '.yml', '.toml'];

const FILE_EXTENSIONS: ReadonlySet<string> = new Set([...CONFIG_EXTENSIONS, '.py']);

interface Candidate {
  readonly label: string;
  /** `null` where there is nothing to take, for `reason`. */
  readonly source: SettingsSource | null;
  readonly reason: string;
}

/**
 * Finds the settings: `--settings`, then `collectstatic.config.*` in `cwd`, then DJANGO_SETTINGS_MODULE, then the module that
 * `manage.py` names. Throws `settings-not-found` with the four places where there are none.
 */
export async function discover(
  settings: string | undefined,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  startProgram: StartProgram,
): Promise<Discovery> {
  const first = [...(settings === undefined ? [] : [fromFlag(settings, cwd)]), ...configFiles(cwd)];
  const isFound = first.some(({ source }) => source !== null);
  const candidates = [
    ...first,
    ...(isFound ? unasked(cwd, env) : await fromProgram(cwd, env.DJANGO_SETTINGS_MODULE, startProgram)),
  ];
  const chosen = candidates.find((candidate) => candidate.source !== null);
  if (chosen?.source == null) {
    throw fail({
      code: 'settings-not-found',
      message: `There are no settings in ${cwd}`,
      at: { file: cwd },
      cause: candidates.map(({ label, reason }) => `${label} ${reason}`).join('\n'),
      hint: 'Say --settings mysite.settings (or a file), set DJANGO_SETTINGS_MODULE, or write a collectstatic.config.json here.',
    });
  }
  const passedOver = candidates
    .filter((candidate) => candidate !== chosen)
    .map(({ label, source, reason }) => ({
      source: label,
      reason: source === null ? reason : `${chosen.label} comes first`,
    }));
  return { source: chosen.source, label: chosen.label, passedOver };
}

function fromFlag(settings: string, cwd: string): Candidate {
  return { label: `--settings ${settings}`, source: namedSource(settings, cwd), reason: '' };
}

/** Says where the settings come from that manage.py told: nothing else is looked at. `module`: the settings module, if it is one. */
export function discoverAnswer(module: string | null, cwd: string): Discovery {
  const passedOver = configFiles(cwd)
    .filter(({ source }) => source !== null)
    .map(({ label }) => ({ source: label, reason: 'manage.py tells the settings' }));
  return {
    source: { kind: 'module', module: module ?? '' },
    label: module === null ? 'manage.py' : `manage.py (${module})`,
    passedOver,
  };
}

/** A file where it looks like one or is one (relative to `folder`), else a module. */
export function namedSource(name: string, folder: string): SettingsSource {
  const file = resolve(folder, name);
  const isFile =
    FILE_EXTENSIONS.has(extname(name)) ||
    /[\\/]/.test(name) ||
    statSync(file, { throwIfNoEntry: false })?.isFile();
  return isFile ? { kind: 'file', file } : { kind: 'module', module: name };
}

function configFiles(cwd: string): readonly Candidate[] {
  const found = CONFIG_EXTENSIONS.map((extension) => `collectstatic.config${extension}`)
    .filter((name) => existsSync(join(cwd, name)))
    .map((name): Candidate => ({ label: name, source: { kind: 'file', file: join(cwd, name) }, reason: '' }));
  return found.length > 0
    ? found
    : [{ label: 'collectstatic.config.*', source: null, reason: 'is not there' }];
}

function fromEnvironment(module: string | undefined): Candidate {
  if (module === undefined || module === '') {
    return { label: 'DJANGO_SETTINGS_MODULE', source: null, reason: 'is not set' };
  }
  return { label: `DJANGO_SETTINGS_MODULE (${module})`, source: { kind: 'module', module }, reason: '' };
}

/** Where settings are found before them, `manage.py` does not run. */
function unasked(cwd: string, env: Readonly<Record<string, string | undefined>>): readonly Candidate[] {
  const source: SettingsSource = { kind: 'module', module: '' };
  const managePy: Candidate =
    findManagePy(cwd) === undefined
      ? { label: 'manage.py', source: null, reason: 'is not there' }
      : { label: 'manage.py', source, reason: '' };
  return [fromEnvironment(env.DJANGO_SETTINGS_MODULE), managePy];
}

/** The module in the environment, as `manage.py` leaves it: it may set the variable whether it is set or not. */
async function fromProgram(
  cwd: string,
  given: string | undefined,
  startProgram: StartProgram,
): Promise<readonly Candidate[]> {
  const environment = fromEnvironment(given);
  if (findManagePy(cwd) === undefined)
    return [environment, { label: 'manage.py', source: null, reason: 'is not there' }];
  const { settings, reason } = await startProgram([cwd]);
  if (settings === undefined && environment.source === null)
    return [environment, { label: 'manage.py', source: null, reason }];
  if (settings === undefined || settings === given)
    return [environment, { label: 'manage.py', source: environment.source, reason: '' }];
  const label = `manage.py (${settings})`;
  const named: Candidate = { label, source: { kind: 'module', module: settings }, reason: '' };
  return environment.source === null ? [environment, named] : [named, environment];
}
