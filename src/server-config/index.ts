/** Writes what nginx, Apache or Caddy has to be told to serve STATIC_ROOT as the settings mean it. */
import { statSync } from 'node:fs';
import { fail, throwErrors } from '../errors.ts';
import { urlHost, urlPath } from '../serving/index.ts';
import { requireStaticRoot } from '../static-root.ts';
import type { Problem, Settings } from '../types.ts';
import { apacheFile } from './apache/file.ts';
import { apacheSnippet } from './apache/snippet.ts';
import { caddyFile, caddySnippet } from './caddy.ts';
import { type Collected, filesBelow, readCollected } from './collected.ts';
import type { Configuration } from './configuration.ts';
import { headerLines } from './header.ts';
import { isPlainPath, type Server, unsayable } from './names.ts';
import { nginxFile, nginxSnippet } from './nginx.ts';
import { describeSite, type ServedSettings, type Site } from './site.ts';

export { type Application, readApplication, readListen, type WsgiModule } from './application.ts';
export type { Configuration } from './configuration.ts';
export type { Server } from './names.ts';
export { findWsgi } from './wsgi.ts';

export interface Written {
  readonly text: string;
  /** Warnings: what the configuration does not do. */
  readonly problems: readonly Problem[];
}

/** Returns the text of a configuration. Throws all that keeps it from being right, before anything is written. */
export function writeConfiguration(
  settings: Settings,
  server: Server,
  configuration: Configuration,
  version: string,
): Written {
  const served = requireServed(settings);
  const { site, problems } = readSite(served, readCollected(served));
  throwErrors(unsayable(site, server, configuration));
  const [file, snippet] = WRITERS[server];
  const lines = [
    ...headerLines(server, site, served, configuration, version),
    '',
    ...(configuration.full ? file : snippet)(site, configuration),
  ];
  return { text: `${lines.join('\n')}\n`, problems };
}

type Writer = (site: Site, configuration: Configuration) => readonly string[];

const WRITERS: Readonly<Record<Server, readonly [file: Writer, snippet: Writer]>> = {
  nginx: [nginxFile, nginxSnippet],
  apache: [apacheFile, apacheSnippet],
  caddy: [caddyFile, caddySnippet],
};

/** Takes settings that were asked for with `forServing`. Throws if there is no STATIC_ROOT or no usable STATIC_URL. */
export function requireServed(settings: Settings): ServedSettings {
  const { serving, staticUrl } = settings;
  if (serving === null)
    throw new TypeError('requireServed needs settings that were asked for with forServing');
  const rooted = requireStaticRoot(settings);
  const noSlash = settings.problems.find(({ code }) => code === 'urls.E006');
  if (noSlash !== undefined) throw fail(noSlash);
  if (staticUrl === null) {
    throw fail({
      code: 'static-url-missing',
      message: 'STATIC_URL is not set',
      hint: 'Set STATIC_URL = "/static/", or say --set STATIC_URL=/static/.',
    });
  }
  return { ...rooted, serving, staticUrl };
}

/** Describes the site; `problems` are warnings about what is left out. */
export function readSite(
  settings: ServedSettings,
  collected: Collected,
): { readonly site: Site; readonly problems: readonly Problem[] } {
  const base = urlPath(settings.staticUrl);
  if (base === '/') {
    throw fail({
      code: 'static-url-whole-site',
      message: `STATIC_URL ${JSON.stringify(settings.staticUrl)} has no path: static files would take the place of the whole site`,
      hint: 'Give it a path, such as "/static/".',
    });
  }
  const { paths, left } = topFiles(settings);
  const problems: Problem[] = settings.serving.notFollowed.map(({ name, reason, at }) => ({
    code: 'server-setting-not-followed',
    severity: 'warning',
    message: `${name} is not followed: ${reason}`,
    hint: 'Say the same in the configuration of the server, by hand.',
    ...(at !== undefined && { at }),
  }));
  return {
    site: describeSite(settings, collected, { base, host: urlHost(settings.staticUrl) }, paths),
    problems: [...problems, ...left],
  };
}

/** Each is named in a configuration: WhiteNoise too lists them once, when it starts. */
const MOST_TOP_FILES = 500;

function topFiles({ serving }: ServedSettings): {
  readonly paths: readonly string[];
  readonly left: readonly Problem[];
} {
  const { root } = serving;
  if (root === null) return { paths: [], left: [] };
  const warn = (message: string, hint: string): Problem => ({
    code: 'server-root-files',
    severity: 'warning',
    message,
    at: { file: root },
    hint,
  });
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return {
      paths: [],
      left: [warn(`WHITENOISE_ROOT, ${root}, is no folder`, 'Make it, or take the setting away.')],
    };
  }
  const all = filesBelow(root);
  const there = new Set(all);
  const originals = all.filter(
    (path) => !(/\.(?:br|gz|zst)$/.test(path) && there.has(path.replace(/\.\w+$/, ''))),
  );
  const paths = originals.filter(isPlainPath);
  if (paths.length > MOST_TOP_FILES) {
    throw fail({
      code: 'server-root-files',
      message: `WHITENOISE_ROOT, ${root}, has ${paths.length} files, each of which the configuration would have to name`,
      at: { file: root },
      hint: `Keep at most ${MOST_TOP_FILES} there: files that have to lie at the root of the site.`,
    });
  }
  const odd = originals.filter((path) => !isPlainPath(path));
  const left = odd.map((path) =>
    warn(
      `${path} of WHITENOISE_ROOT is left out: its name can't stand in a configuration`,
      'Give it a plainer name.',
    ),
  );
  return { paths, left };
}
