import type { Configuration } from './configuration.ts';
import type { Server } from './names.ts';
import type { ServedSettings, Site } from './site.ts';

const WORDS: Readonly<
  Record<Server, { readonly include: string; readonly test: string; readonly reload: string }>
> = {
  nginx: {
    include: 'include FILE; inside of the server { } block of the site',
    test: 'nginx -t',
    reload: 'nginx -s reload',
  },
  apache: {
    include:
      'Include FILE inside of the <VirtualHost> of the site, before its ProxyPass and rewrite rules. Modules: alias, headers, mime, rewrite',
    test: 'apachectl configtest',
    reload: 'apachectl graceful',
  },
  caddy: {
    include: 'import FILE inside of the site block of the Caddyfile',
    test: 'caddy validate --config /etc/caddy/Caddyfile --adapter caddyfile',
    reload: 'caddy reload --config /etc/caddy/Caddyfile --adapter caddyfile',
  },
};

/** Writes the first lines: what the file is, for which settings, how it is used, and what it can't do. */
export function headerLines(
  server: Server,
  site: Site,
  settings: ServedSettings,
  { full }: Configuration,
  version: string,
): readonly string[] {
  const { include, test, reload } = WORDS[server];
  const lines = [
    `Static files of a Django project for ${server}. Written by collectstatic ${version} from the settings:`,
    `  STATIC_URL = ${JSON.stringify(settings.staticUrl)}, STATIC_ROOT = ${JSON.stringify(settings.staticRoot)}`,
    `  staticfiles storage = ${settings.storage.className}`,
    ...(site.host === null
      ? []
      : [
          `STATIC_URL is on the host ${site.host}, so this is for the server the CDN asks: it serves ${site.base}.`,
        ]),
    full ? 'A whole configuration; add the host name and TLS.' : `To use it: ${include}.`,
    `To test and reload: ${test} && ${reload}`,
    'A run of collectstatic needs no reload, with --swap or without. Write this file again when new kinds of files',
    'come in, or when the settings change.',
    ...site.ages.remarks,
    ...settings.serving.notFollowed.map(({ name, reason }) => `${name} is not followed: ${reason}.`),
  ];
  return lines.map((line) => `# ${line.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')}`);
}
