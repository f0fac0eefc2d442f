import type { Configuration } from './configuration.ts';
import { literal } from './pattern.ts';
import type { Site } from './site.ts';
import { indented } from './text.ts';

/** Writes the lines that go into a `server { }` block of nginx. */
export function nginxSnippet(site: Site, { brotli }: Configuration): readonly string[] {
  return [
    ...ages(site),
    '',
    `location ^~ ${quoted(site.base)} {`,
    ...indented([
      `alias ${quoted(`${site.root}/`)};`,
      ...types(site),
      ...variants(site, brotli),
      ...headers(site),
      'try_files $uri =404;',
      ...index(site),
      ...hidden(site),
    ]),
    '}',
    ...topLocations(site, brotli),
  ];
}

/** Writes a whole file: the snippet, and the application behind it. */
export function nginxFile(site: Site, configuration: Configuration): readonly string[] {
  const { app, brotli, listen } = configuration;
  const address = `${listen.host === null ? '' : `${listen.host}:`}${listen.port}`;
  return [
    ...(brotli ? ['load_module modules/ngx_http_brotli_static_module.so;'] : []),
    'events { }',
    'http {',
    ...indented([
      'sendfile on;',
      'tcp_nopush on;',
      ...(app === null
        ? []
        : ['map $http_upgrade $collectstatic_connection {', '    default upgrade;', '    "" "";', '}']),
      'server {',
      ...indented([
        `listen ${address};`,
        'server_name _;',
        '',
        ...nginxSnippet(site, configuration),
        '',
        ...application(configuration),
      ]),
      '}',
    ]),
    '}',
  ];
}

function application({ app }: Configuration): readonly string[] {
  if (app === null) return ['location / {', '    return 404;', '}'];
  return [
    'location / {',
    ...indented([
      `proxy_pass http://${app.kind === 'unix' ? `unix:${app.socket}` : app.address};`,
      'proxy_http_version 1.1;',
      'proxy_set_header Host $http_host;',
      'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
      'proxy_set_header X-Forwarded-Proto $scheme;',
      'proxy_set_header Upgrade $http_upgrade;',
      'proxy_set_header Connection $collectstatic_connection;',
      'proxy_redirect off;',
    ]),
    '}',
  ];
}

/** A variable holds Cache-Control: an empty one sends none. It is set outside of the location, where `if` is harmless. */
function ages({ ages: { immutable, exceptions }, forever, shortly }: Site): readonly string[] {
  const set = (value: string): string => `set $collectstatic_cache ${quoted(value)};`;
  return [
    set(shortly ?? ''),
    ...immutable.map((pattern) => `if ($uri ~ ${quoted(pattern)}) { ${set(forever)} }`),
    ...exceptions.map((pattern) => `if ($uri ~ ${quoted(pattern)}) { ${set(shortly ?? '')} }`),
  ];
}

/** `types` here replaces that of the http block for these files alone. */
function types({ types: groups, charset }: Site): readonly string[] {
  const ending = `; charset=${charset}`;
  const media = (type: string): string => word(type.endsWith(ending) ? type.slice(0, -ending.length) : type);
  const own = groups.filter(({ extensions }) => extensions.length > 0);
  const withCharset = own.filter(({ type }) => type.endsWith(ending)).map(({ type }) => media(type));
  // nginx counts this one in by itself, and warns of a type that is named twice.
  const named = withCharset.filter((type) => type !== 'text/html');
  return [
    'types {',
    ...indented(own.map(({ type, extensions }) => `${media(type)} ${extensions.join(' ')};`)),
    '}',
    'default_type application/octet-stream;',
    ...(withCharset.length === 0
      ? ['charset off;']
      : [`charset ${word(charset)};`, ...(named.length === 0 ? [] : [`charset_types ${named.join(' ')};`])]),
  ];
}

function variants({ codings }: Site, brotli: boolean): readonly string[] {
  const has = (encoding: string): boolean => codings.some((coding) => coding.encoding === encoding);
  if (!has('gzip') && !has('br')) return [];
  return [
    ...(has('gzip') ? ['gzip_static on;'] : []),
    // To a proxy, and to HTTP/1.0, nginx sends no variant unless it is told to.
    'gzip_vary on;',
    'gzip_proxied any;',
    'gzip_http_version 1.0;',
    ...(has('br')
      ? [brotli ? 'brotli_static on;' : '# brotli_static on;  # needs the module ngx_brotli: say --brotli']
      : []),
  ];
}

function headers({ anyOrigin }: Site): readonly string[] {
  return [
    '# What add_header says outside of this block does not hold in it: repeat here what these files need too.',
    'expires off;',
    'add_header Cache-Control $collectstatic_cache;',
    ...(anyOrigin ? ['add_header Access-Control-Allow-Origin "*";'] : []),
    'add_header X-Content-Type-Options nosniff;',
    // It would send files of the former release after a switch.
    'open_file_cache off;',
  ];
}

function hidden({ base, root, manifest, codings, types: groups }: Site): readonly string[] {
  const start = `^${literal(base)}`;
  const suffixes = '\\.(?:br|gz|zst)$';
  return [
    `location ~ ${quoted(`${start}(?:.*/)?\\.`)} { return 404; }`,
    ...(manifest === null
      ? []
      : [
          `location ~ ${quoted(`${start}${literal(manifest)}(?:${suffixes.slice(0, -1)})?$`)} { return 404; }`,
        ]),
    ...(codings.length === 0
      ? []
      : [
          '# A variant has no address of its own; an archive has.',
          `location ~ ${quoted(`${start}(?<collectstatic_original>.+)${suffixes}`)} {`,
          ...indented([
            `if (-f ${quoted(`${root}/$collectstatic_original`)}) { return 404; }`,
            'try_files $uri =404;',
          ]),
          '}',
        ]),
    ...groups.flatMap(({ type, names }) => namedTypes(type, names)),
  ];
}

function namedTypes(type: string, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [
    `location ~* ${quoted(`/${literal(name)}$`)} {`,
    ...indented(['types { }', `default_type ${quoted(type)};`, 'try_files $uri =404;']),
    '}',
  ]);
}

/** As WhiteNoise: `docs/` is `docs/index.html`, and both `docs` and `docs/index.html` lead there. */
function index({ base, indexFile }: Site): readonly string[] {
  if (indexFile === null) return [];
  const folder = `^(?<collectstatic_folder>${literal(base)}(?:.*/)?)${literal(indexFile)}$`;
  return [
    'absolute_redirect off;',
    `if (-f ${quoted(`$request_filename/${indexFile}`)}) { rewrite ^(.*[^/])$ $1/ redirect; }`,
    `location ~ "/$" { try_files ${quoted(`\${uri}${indexFile}`)} =404; }`,
    `location ~ ${quoted(folder)} {`,
    ...indented([
      'absolute_redirect off;',
      'if (-f $request_filename) { rewrite ^ $collectstatic_folder redirect; }',
      'return 404;',
    ]),
    '}',
  ];
}

/** The files of WHITENOISE_ROOT, each by its name: all else at `/` is the application's. */
function topLocations(site: Site, brotli: boolean): readonly string[] {
  const { top, indexFile } = site;
  if (top === null) return [];
  return top.paths.flatMap((path) => {
    const folder =
      indexFile !== null && `/${path}`.endsWith(`/${indexFile}`) ? path.slice(0, -indexFile.length) : null;
    return [
      '',
      `location = ${quoted(`/${folder ?? path}`)} {`,
      ...indented([
        `alias ${quoted(`${top.root}/${path}`)};`,
        ...topType(site, path),
        ...variants(site, brotli),
        ...headers(site),
      ]),
      '}',
    ];
  });
}

function topType({ types: groups }: Site, path: string): readonly string[] {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const group =
    groups.find(({ names }) => names.includes(name)) ??
    groups.find(({ extensions }) => extensions.includes(extension));
  return ['types { }', `default_type ${quoted(group?.type ?? 'application/octet-stream')};`];
}

/** A word of nginx's configuration in quotes. Within them a backslash counts before a quote, another one, `t`, `r` and `n`. */
function quoted(text: string): string {
  return `"${text.replace(/\\(?=["'\\trn]|$)|"/g, '\\$&')}"`;
}

/** As it is if it needs no quotes. */
function word(text: string): string {
  return /^[\w./+-]+$/.test(text) ? text : quoted(text);
}
