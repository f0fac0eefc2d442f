import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fail } from '../../errors.ts';
import { isWithin } from '../../path.ts';
import { serverConfigJson } from '../../reporters/json/server-config.ts';
import { visible } from '../../reporters/text/visible.ts';
import {
  type Configuration,
  findWsgi,
  readApplication,
  readListen,
  type Server,
  type WsgiModule,
  writeConfiguration,
} from '../../server-config/index.ts';
import { loadSettings } from '../../settings/index.ts';
import type { Settings } from '../../types.ts';
import { settingsContext } from '../answer.ts';
import { printProblems, runCommand } from '../command.ts';
import { onNamedFile } from '../named-file.ts';
import { type ServerFlags, settingsRequest } from '../options/index.ts';
import type { ProcessLike } from '../process.ts';
import { version } from '../version.ts';

/** Runs `collectstatic server-config`: writes the configuration of a web server, to stdout or into a file. */
export function runServerConfig(process: ProcessLike, server: string, flags: ServerFlags): Promise<void> {
  return runCommand(process, 'server-config', flags, async (terminal) => {
    const settings = await loadServed(process, flags);
    if (server === 'uwsgi') throw uwsgi(settings);
    const configuration = readConfiguration(server as Server, flags, settings);
    const { text, problems } = writeConfiguration(settings, server as Server, configuration, version);
    const file = flags.output === undefined ? null : resolve(process.cwd(), flags.output);
    if (file !== null) write(file, text, settings);
    if (flags.format === 'json') {
      terminal.print(serverConfigJson({ server, file, text, problems: [...settings.problems, ...problems] }));
      return 0;
    }
    if (flags.verbosity >= 1) await printProblems(process, flags, [...settings.problems, ...problems]);
    if (file === null) terminal.print(text);
    else if (flags.verbosity >= 1) terminal.print(`${visible(file)} was written.\n`);
    return 0;
  });
}

/** The settings of a command that serves STATIC_ROOT, or says how. */
export async function loadServed(process: ProcessLike, flags: ServerFlags): Promise<Settings> {
  const context = await settingsContext(process, flags);
  return loadSettings(settingsRequest(flags, { ...context, requireStaticRoot: true, forServing: true }));
}

function readConfiguration(server: Server, flags: ServerFlags, settings: Settings): Configuration {
  if (flags.user !== undefined) {
    throw refused('--user is for a check', 'Say --check URL too, or collectstatic check-server --user NAME.');
  }
  const { app, brotli = false, listen } = flags;
  const needsFull = [app, flags.wsgi, listen].some((value) => value !== undefined) && !flags.full;
  if (needsFull) throw refused('--app, --wsgi and --listen are for a whole file', 'Say --full too.');
  if (flags.wsgi !== undefined && server !== 'apache') {
    throw refused(
      '--wsgi is for mod_wsgi, a module of Apache',
      'Say --app with the address of the application.',
    );
  }
  if (flags.wsgi !== undefined && app !== undefined) {
    throw refused('--app and --wsgi both say what is behind the server', 'Say one of them.');
  }
  if (brotli && server !== 'nginx') {
    throw refused(`--brotli is for nginx`, `Leave it out: ${server} sends Brotli without a module.`);
  }
  return {
    full: flags.full ?? false,
    app: app === undefined ? null : readApplication(app),
    wsgi: flags.wsgi === undefined ? null : readWsgi(flags.wsgi, settings),
    brotli,
    listen: readListen(listen ?? '80'),
  };
}

function readWsgi(said: string | true, { cwd, searchPath, serving }: Settings): WsgiModule {
  const name = said === true ? serving?.wsgiApplication : said;
  if (name) return findWsgi(name, { cwd, searchPath });
  throw refused(
    'WSGI_APPLICATION is not set, so the module is not known',
    'Say --wsgi MODULE, such as shop.wsgi.',
  );
}

function refused(message: string, hint: string): Error {
  return fail({ code: 'server-options', message, hint });
}

/** uWSGI's static-map sends no Vary, no ETag and no ranges, and keeps to the release it was started with. */
function uwsgi({ staticRoot, storage }: Settings): Error {
  const watched = `${staticRoot}/${storage.kind.endsWith('manifest') ? storage.manifestName : ''}`;
  return fail({
    code: 'server-unsupported',
    message:
      "uWSGI's static-map can't be made right: it sends no Vary, no ETag and no ranges, and compressed files to clients that refuse them",
    hint: `Let nginx, Apache or Caddy serve the files, or WhiteNoise in the application. In both cases write into uwsgi.ini: touch-reload = ${watched}\nSo it starts anew after each run, and WhiteNoise sees the new files.`,
  });
}

function write(file: string, text: string, { staticRoot }: Settings): void {
  if (staticRoot !== null && isWithin(file, staticRoot)) {
    throw fail({
      code: 'output-in-static-root',
      message: `${file} lies in STATIC_ROOT, where everybody could read it`,
      at: { file },
      hint: 'Choose another folder for --output.',
    });
  }
  // Beside it, so that a server that reloads meanwhile finds a whole file.
  const draft = `${file}.${process.pid}.new`;
  const unwritable = {
    code: 'output-unwritable',
    message: `${file} can't be written`,
    hint: 'Choose another file for --output, or run as a user who may write there.',
  };
  onNamedFile(file, unwritable, () => {
    try {
      writeFileSync(draft, text);
      renameSync(draft, file);
    } finally {
      rmSync(draft, { force: true });
    }
  });
}
