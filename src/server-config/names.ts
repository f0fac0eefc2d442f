import type { Problem } from '../types.ts';
import type { Configuration } from './configuration.ts';
import type { Site } from './site.ts';

export type Server = 'nginx' | 'apache' | 'caddy';

/** Characters that a path may have in a URL pattern of every server, without being quoted in it. */
const URL_PATH = /^[\p{L}\p{N}\p{M}/._~!@+,:=&'() -]*$/u;

/**
 * Characters of a folder's name that a configuration can't say. nginx replaces variables everywhere; Apache reads `*?[` as
 * wildcards, `${}` and `%{}` as variables, and no quote within quotes of a `<Directory>`; Caddy replaces what stands in braces.
 */
const UNSAYABLE: Readonly<Record<Server, RegExp>> = {
  nginx: /[$\\\p{Cc}]/u,
  apache: /["*?[\]\\$%\p{Cc}]/u,
  caddy: /[{}\\`*?[\]\p{Cc}]/u,
};

const WAY_TO_A_NAME = 'Move the folder, or make a link with a plainer name that leads to it, and set that.';

const CHARSET = /^[\w.:-]+$/;

/** `text/css; charset=utf-8`; no character of it stands for anything else in a configuration. */
const MEDIA_TYPE = /^[\w!#&^.+-]+\/[\w!#&^.+-]+(?:; ?[\w-]+=[\w.:-]+)*$/;

/** Returns a problem for each name that the configuration of this server can't say. Nothing is written then. */
export function unsayable(
  site: Site,
  server: Server,
  { wsgi }: Pick<Configuration, 'wsgi'>,
): readonly Problem[] {
  const problems: Problem[] = [];
  const refuse = (what: string, value: string, why: string, hint: string): void => {
    const message = `${what} ${JSON.stringify(value)} ${why}`;
    problems.push({ code: 'server-name-unsayable', severity: 'error', message, hint });
  };
  const cannotHold = (character: string): string =>
    `has a character that a configuration of ${server} can't hold: ${JSON.stringify(character)}`;
  const odd = [...site.base].find((character) => !URL_PATH.test(character));
  if (odd !== undefined) {
    refuse('STATIC_URL', site.base, cannotHold(odd), 'Choose a plainer path, such as "/static/".');
  }
  for (const [setting, folder] of [
    ['STATIC_ROOT', site.root],
    ['WHITENOISE_ROOT', site.top?.root ?? ''],
  ] as const) {
    const character = UNSAYABLE[server].exec(folder)?.[0];
    if (character !== undefined) refuse(setting, folder, cannotHold(character), WAY_TO_A_NAME);
  }
  for (const file of wsgi === null ? [] : [wsgi.file, wsgi.home ?? '', ...wsgi.path]) {
    const character = UNSAYABLE[server].exec(file)?.[0];
    if (character !== undefined) refuse('The path', file, cannotHold(character), WAY_TO_A_NAME);
  }
  const { indexFile } = site;
  if (indexFile !== null && (indexFile.includes('/') || !isPlainPath(indexFile))) {
    refuse('WHITENOISE_INDEX_FILE', indexFile, 'is no plain name', 'Write "index.html".');
  }
  if (!CHARSET.test(site.charset)) {
    refuse('WHITENOISE_CHARSET', site.charset, 'is no name of a charset', 'Write "utf-8".');
    return problems;
  }
  for (const { type } of site.types) {
    if (!MEDIA_TYPE.test(type))
      refuse('WHITENOISE_MIMETYPES:', type, 'is no media type', 'Write it as "text/css".');
  }
  return problems;
}

/** True for a path that may stand in a URL pattern. */
export function isPlainPath(path: string): boolean {
  return URL_PATH.test(path);
}
