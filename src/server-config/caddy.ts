import type { Configuration } from './configuration.ts';
import { alternatives, literal } from './pattern.ts';
import type { Site } from './site.ts';
import { indented } from './text.ts';

const tabbed = (lines: readonly string[]): readonly string[] => indented(lines, '\t');

/** Writes the lines that go into a site block of a Caddyfile. */
export function caddySnippet(site: Site): readonly string[] {
  return [
    `handle ${quoted(`${site.base}*`)} {`,
    ...tabbed([
      `uri strip_prefix ${quoted(escaped(site.base.replace(/\/$/, '')))}`,
      `root * ${quoted(site.root)}`,
      'route {',
      ...tabbed([...refusals(site), ...headers(site), ...ages(site), ...files(site)]),
      '}',
    ]),
    '}',
    ...topHandlers(site),
  ];
}

/** Writes a whole Caddyfile: the snippet in a site block, and the application behind it. */
export function caddyFile(site: Site, { app, listen }: Configuration): readonly string[] {
  return [
    `http://:${listen.port} {`,
    ...tabbed([
      ...(listen.host === null ? [] : [`bind ${listen.host}`]),
      ...caddySnippet(site),
      'handle {',
      app === null
        ? '\trespond 404'
        : `\treverse_proxy ${app.kind === 'unix' ? `unix/${app.socket}` : app.address}`,
      '}',
    ]),
    '}',
  ];
}

/** What is not sent. It comes before the headers, so that an error has none of them. */
function refusals({ manifest, codings, indexFile }: Site): readonly string[] {
  const hidden = ['(?:^|/)\\.', '\\x00', ...(indexFile === null ? ['/$'] : [])];
  if (manifest !== null) hidden.push(`^/${literal(manifest)}(?:\\.(?:br|gz|zst))?$`);
  return [
    '@collectstatic_method not method GET HEAD',
    'header @collectstatic_method Allow "GET, HEAD"',
    'error @collectstatic_method 405',
    `@collectstatic_hidden path_regexp ${quoted(hidden.join('|'))}`,
    'error @collectstatic_hidden 404',
    ...(codings.length === 0
      ? []
      : [
          '# A variant has no address of its own; an archive has.',
          '@collectstatic_variant path_regexp collectstatic "^(.+)\\.(?:br|gz|zst)$"',
          'route @collectstatic_variant {',
          ...tabbed([
            '@collectstatic_original file {re.collectstatic.1}',
            'error @collectstatic_original 404',
          ]),
          '}',
        ]),
    ...index(indexFile),
    '@collectstatic_missing not file {path}',
    'error @collectstatic_missing 404',
  ];
}

/** As WhiteNoise: `docs/` is `docs/index.html`, and both `docs` and `docs/index.html` lead there. */
function index(indexFile: string | null): readonly string[] {
  if (indexFile === null) return [];
  return [
    '@collectstatic_folder {',
    ...tabbed(['not path */', `file ${quoted(`{path}/${indexFile}`)}`]),
    '}',
    'redir @collectstatic_folder {http.request.orig_uri.path}/ 302',
    '@collectstatic_index {',
    ...tabbed([`path_regexp ${quoted(`/${literal(indexFile)}$`)}`, 'file {path}']),
    '}',
    'redir @collectstatic_index ./ 302',
    '@collectstatic_slash path */',
    `rewrite @collectstatic_slash ${quoted(`{path}${indexFile}`)}`,
  ];
}

function headers({ anyOrigin, codings }: Site): readonly string[] {
  const varied = codings.map(({ suffix }) => `{path}${suffix}`).join(' ');
  return [
    ...(anyOrigin ? ['header Access-Control-Allow-Origin *'] : []),
    'header X-Content-Type-Options nosniff',
    ...(codings.length === 0
      ? []
      : [
          `@collectstatic_varied file ${varied}`,
          'header @collectstatic_varied {',
          ...tabbed(['Vary Accept-Encoding', 'defer']),
          '}',
        ]),
  ];
}

function types({ types: groups }: Site): readonly string[] {
  const own = groups.filter(({ extensions }) => extensions.length > 0);
  const named = groups.filter(({ names }) => names.length > 0);
  return [
    'header Content-Type application/octet-stream',
    ...own.flatMap(({ type, extensions }, index) => [
      `@collectstatic_type_${index} path ${extensions.map((extension) => `*.${extension}`).join(' ')}`,
      `header @collectstatic_type_${index} Content-Type ${quoted(type)}`,
    ]),
    ...named.flatMap(({ type, names }, index) => [
      `@collectstatic_name_${index} path_regexp ${quoted(`(?i)/(?:${names.map(literal).join('|')})$`)}`,
      `header @collectstatic_name_${index} Content-Type ${quoted(type)}`,
    ]),
  ];
}

/** The prefix is gone from the path already, so the expressions are compared with the URL as it came. */
function ages({ ages: { immutable, exceptions }, base, forever, shortly }: Site): readonly string[] {
  const start = literal(base);
  const local = (pattern: string): string =>
    pattern.startsWith(`^${start}`) ? `^/${pattern.slice(start.length + 1)}` : pattern;
  const set = (name: string, pattern: string, value: string | null): readonly string[] => [
    `@collectstatic_${name} path_regexp ${quoted(local(pattern))}`,
    value === null
      ? `header @collectstatic_${name} -Cache-Control`
      : `header @collectstatic_${name} Cache-Control ${quoted(value)}`,
  ];
  return [
    ...(shortly === null ? [] : [`header Cache-Control ${quoted(shortly)}`]),
    ...immutable.flatMap((pattern, index) => set(`forever_${index}`, pattern, forever)),
    ...exceptions.flatMap((pattern, index) => set(`shortly_${index}`, pattern, shortly)),
  ];
}

function files(site: Site): readonly string[] {
  const { codings } = site;
  return [
    ...types(site),
    'file_server {',
    ...tabbed([
      ...(codings.length === 0 ? [] : [`precompressed ${codings.map(({ encoding }) => encoding).join(' ')}`]),
      'index _no_index_',
      'disable_canonical_uris',
    ]),
    '}',
  ];
}

function topHandlers(site: Site): readonly string[] {
  const { top, shortly } = site;
  if (top === null) return [];
  return alternatives(top.paths).flatMap((group, index) => [
    `@collectstatic_top_${index} path_regexp ${quoted(`^/(?:${group})$`)}`,
    `handle @collectstatic_top_${index} {`,
    ...tabbed([
      `root * ${quoted(top.root)}`,
      'route {',
      ...tabbed([
        ...headers(site),
        ...(shortly === null ? [] : [`header Cache-Control ${quoted(shortly)}`]),
        ...files(site),
      ]),
      '}',
    ]),
    '}',
  ]);
}

/** Caddy compares the prefix byte by byte: what is not ASCII has to be escaped, as it is in a request. */
function escaped(path: string): string {
  return path.replace(/[^\0-\x7f]+/gu, encodeURIComponent);
}

/** A word of a Caddyfile in quotes, in which only a quote needs a backslash. */
function quoted(text: string): string {
  return `"${text.replace(/"/g, '\\"')}"`;
}
