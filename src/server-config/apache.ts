import { dirname } from 'node:path';
import type { WsgiModule } from './application.ts';
import type { Configuration } from './configuration.ts';
import { alternatives, literal } from './pattern.ts';
import type { Site, TypeGroup } from './site.ts';
import { indented } from './text.ts';

/** A part of the site that lies in one folder. */
interface Part {
  /** The folder, absolute. */
  readonly root: string;
  /** Expression of the URLs, with the path below the folder as its first group. */
  readonly urls: string;
  /** Where such a path is in the site: `/static/`. */
  readonly base: string;
}

/** Writes the lines that go into a `<VirtualHost>` of Apache. */
export function apacheSnippet(site: Site): readonly string[] {
  const parts: Part[] = [{ root: site.root, urls: `${literal(site.base)}(.+)`, base: site.base }];
  if (site.top !== null) {
    const { root, paths } = site.top;
    parts.push(...alternatives(paths).map((group) => ({ root, urls: `/(${group})`, base: '/' })));
  }
  return [
    ...folders(site),
    '',
    '<IfModule mod_proxy.c>',
    ...indented([
      `ProxyPass ${quoted(site.base)} "!"`,
      ...parts.slice(1).map(({ urls }) => `ProxyPassMatch ${quoted(`^${urls}$`)} "!"`),
    ]),
    '</IfModule>',
    `Alias ${quoted(site.base)} ${quoted(`${site.root}/`)}`,
    ...parts.slice(1).map(({ urls, root }) => {
      const suffixes = site.codings.map(({ suffix }) => literal(suffix)).join('|');
      return `AliasMatch ${quoted(`^${urls.replace(/\)$/, suffixes === '' ? ')' : `(?:${suffixes})?)`)}$`)} ${quoted(`${root}/$1`)}`;
    }),
    '',
    'RewriteEngine On',
    ...refusals(site),
    ...parts.flatMap((part) => [...facts(site, part), ...negotiation(site, part)]),
    // A URL that was changed and is not passed through would be taken for the path of a file.
    ...(site.indexFile === null
      ? []
      : ['RewriteCond %{ENV:COLLECTSTATIC_INDEX} =1', rule(`^(${literal(site.base)}.*)$`, '$1', 'PT,L')]),
  ];
}

function folders(site: Site): readonly string[] {
  const roots = [site.root, ...(site.top === null ? [] : [site.top.root])];
  return roots.flatMap((root) => [
    // The options of the folder above decide whether a link may be followed: after --swap it is one.
    `<Directory ${quoted(dirname(root))}>`,
    '    Options +SymLinksIfOwnerMatch',
    '</Directory>',
    `<Directory ${quoted(root)}>`,
    ...indented([
      'Require all granted',
      'AllowOverride None',
      'Options SymLinksIfOwnerMatch',
      'FileETag MTime Size',
      'AddDefaultCharset Off',
      '# A name is no language, and an archive is no encoding of what lies in it.',
      'RemoveEncoding .gz .tgz .br .zst .Z .bz2 .xz',
      'RemoveLanguage .br',
      '<IfModule mod_dir.c>',
      '    DirectoryIndex disabled',
      '    DirectorySlash Off',
      '</IfModule>',
      '<IfModule mod_expires.c>',
      '    ExpiresActive Off',
      '</IfModule>',
      ...headers(site),
    ]),
    '</Directory>',
  ]);
}

function headers({ forever, shortly, anyOrigin, codings }: Site): readonly string[] {
  return [
    shortly === null ? 'Header unset Cache-Control' : `Header set Cache-Control ${quoted(shortly)}`,
    `Header set Cache-Control ${quoted(forever)} env=COLLECTSTATIC_FOREVER`,
    ...codings.map(
      ({ encoding }) => `Header set Content-Encoding ${encoding} env=COLLECTSTATIC_${encoding.toUpperCase()}`,
    ),
    ...(codings.length > 0 ? ['Header merge Vary Accept-Encoding env=COLLECTSTATIC_VARIES'] : []),
    ...(anyOrigin ? ['Header set Access-Control-Allow-Origin "*"'] : []),
    'Header set X-Content-Type-Options nosniff',
  ];
}

/** What is not sent: other methods, hidden files, the manifest, and variants by their own names. */
function refusals({ base, root, manifest, codings, indexFile }: Site): readonly string[] {
  const start = `^${literal(base)}`;
  return [
    'RewriteCond %{REQUEST_METHOD} !^(?:GET|HEAD|OPTIONS)$',
    rule(start, '-', 'R=405,L'),
    rule(`${start}(?:.*/)?\\.`, '-', 'R=404,L'),
    ...(manifest === null
      ? []
      : [rule(`${start}${literal(manifest)}(?:\\.(?:br|gz|zst))?$`, '-', 'R=404,L')]),
    ...(codings.length === 0
      ? []
      : [
          '# A variant has no address of its own; an archive has.',
          `RewriteCond ${tested(root, '/$1')} -f`,
          rule(`${start}(.+)\\.(?:br|gz|zst)$`, '-', 'R=404,L'),
        ]),
    ...(indexFile === null ? [] : index(base, root, indexFile)),
    rule(`${start}(?:.*/)?$`, '-', 'R=404,L'),
  ];
}

/** As WhiteNoise: `docs/` is `docs/index.html`, and both `docs` and `docs/index.html` lead there. */
function index(base: string, root: string, indexFile: string): readonly string[] {
  const start = `^(${literal(base)}`;
  return [
    `RewriteCond ${tested(root, `/$2/${indexFile}`)} -f`,
    rule(`${start}(.*[^/]))$`, '$1/', 'R=302,L'),
    `RewriteCond ${tested(root, `/$2${indexFile}`)} -f`,
    rule(`${start}((?:.*/)?))${literal(indexFile)}$`, '$1', 'R=302,L'),
    `RewriteCond ${tested(root, `/$2${indexFile}`)} -f`,
    rule(`${start}((?:.*/)?))$`, `$1${indexFile}`, 'E=COLLECTSTATIC_INDEX:1'),
  ];
}

/** Notes type and age of a file while its URL is still that of the original. */
function facts({ types, ages }: Site, { urls, base }: Part): readonly string[] {
  const below = `^${urls}$`;
  const typed = ({ type, extensions, names }: TypeGroup): readonly string[] => {
    const flags = `NC,T=${type}`;
    return [
      ...(extensions.length === 0
        ? []
        : [
            `RewriteCond "$0" ${quoted(`\\.(?:${extensions.map(literal).join('|')})$`)} [NC]`,
            rule(below, '-', flags),
          ]),
      ...names.flatMap((name) => [
        `RewriteCond "$0" ${quoted(`/${literal(name)}$`)} [NC]`,
        rule(below, '-', flags),
      ]),
    ];
  };
  const extensions = types
    .filter((group) => group.extensions.length > 0)
    .map((group) => ({ ...group, names: [] }));
  const names = types
    .filter((group) => group.names.length > 0)
    .map((group) => ({ ...group, extensions: [] }));
  return [
    '# A type that no other module can change; no script is run, and nothing is compressed twice.',
    rule(below, '-', 'H=default-handler,T=application/octet-stream,E=no-gzip:1,E=no-brotli:1'),
    ...[...extensions, ...names].flatMap(typed),
    ...(base === '/'
      ? []
      : [
          ...ages.immutable.map((pattern) => rule(pattern, '-', 'E=COLLECTSTATIC_FOREVER:1')),
          ...ages.exceptions.map((pattern) => rule(pattern, '-', 'E=!COLLECTSTATIC_FOREVER')),
        ]),
  ];
}

/** One coding with a weight above 0 among those that a client takes. mod_rewrite has no negotiation of its own. */
function accepts(encoding: string): string {
  const weight = '(?:1(?:\\.0{0,3})?|0\\.\\d*[1-9]\\d*)';
  return `(?:^|,)\\s*${encoding}\\s*(?:;\\s*q\\s*=\\s*${weight}\\s*)?(?:,|$)`;
}

function negotiation({ codings }: Site, { urls, root, base }: Part): readonly string[] {
  // A file whose name has a question mark is sent as it is: Apache refuses to rewrite such a URL.
  const names = urls.replace('(.+)', '([^?]+)');
  const target = (suffix: string): string => `${base.replace(/[\\%$]/g, '\\$&')}$1${suffix}`;
  return [
    ...codings.map(
      ({ suffix }, index) =>
        `RewriteCond ${tested(root, `/$1${suffix}`)} -f${index < codings.length - 1 ? ' [OR]' : ''}`,
    ),
    ...(codings.length > 0 ? [rule(`^${names}$`, '-', 'E=COLLECTSTATIC_VARIES:1')] : []),
    ...codings.flatMap(({ encoding, suffix }) => [
      `RewriteCond %{HTTP:Accept-Encoding} ${quoted(accepts(encoding === 'gzip' ? '(?:x-)?gzip' : encoding))} [NC]`,
      `RewriteCond ${tested(root, `/$1${suffix}`)} -f`,
      rule(`^${names}$`, target(suffix), `PT,L,E=COLLECTSTATIC_${encoding.toUpperCase()}:1`),
    ]),
  ];
}

function rule(pattern: string, target: string, flags?: string): string {
  const line = `RewriteRule ${quoted(pattern)} ${quoted(target)}`;
  if (flags === undefined) return line;
  return `${line} ${/[\s"]/.test(flags) ? quoted(`[${flags}]`) : `[${flags}]`}`;
}

/** A file to test for, with the group of the rule at its end. */
function tested(root: string, ending: string): string {
  return quoted(`${root}${ending}`);
}

/** A word of Apache's configuration in quotes. A backslash counts before a quote and before another one. */
function quoted(text: string): string {
  return `"${text.replace(/\\(?=["\\]|$)|"/g, '\\$&')}"`;
}

/** Modules by the names of their files, and what they are needed for. */
const MODULES: readonly string[] = ['authz_core', 'alias', 'headers', 'rewrite', 'dir', 'mime'];

/** Writes a whole file for Debian's layout of modules: the snippet in a `<VirtualHost>`, and the application behind it. */
export function apacheFile(site: Site, configuration: Configuration): readonly string[] {
  const { app, wsgi, listen } = configuration;
  const address = `${listen.host ?? '*'}:${listen.port}`;
  const modules = [
    ...MODULES,
    ...(app === null ? [] : ['proxy', 'proxy_http']),
    ...(wsgi === null ? [] : ['wsgi']),
  ];
  return [
    'ServerRoot /usr/lib/apache2',
    'ServerName localhost',
    'DefaultRuntimeDir /var/run',
    'PidFile /var/run/collectstatic-apache.pid',
    'ErrorLog /dev/stderr',
    'User www-data',
    'Group www-data',
    `Listen ${listen.host === null ? '' : `${listen.host}:`}${listen.port}`,
    '<IfModule !mpm_event_module>',
    '    LoadModule mpm_event_module modules/mod_mpm_event.so',
    '</IfModule>',
    ...modules.flatMap((name) => [
      `<IfModule !mod_${name}.c>`,
      `    LoadModule ${name}_module modules/mod_${name}.so`,
      '</IfModule>',
    ]),
    'TypesConfig /dev/null',
    '<Directory "/">',
    '    Require all denied',
    '    AllowOverride None',
    '    Options None',
    '</Directory>',
    `<VirtualHost ${address}>`,
    ...indented([...apacheSnippet(site), '', ...application(configuration)]),
    '</VirtualHost>',
  ];
}

function application({ app, wsgi }: Configuration): readonly string[] {
  if (wsgi !== null) return daemon(wsgi);
  if (app === null) return [];
  const target = app.kind === 'unix' ? `unix:${app.socket}|http://localhost/` : `http://${app.address}/`;
  return [
    'ProxyPreserveHost On',
    'RequestHeader set X-Forwarded-Proto "expr=%{REQUEST_SCHEME}"',
    `ProxyPass "/" ${quoted(target)}`,
  ];
}

function daemon({ file, callable, path, home }: WsgiModule): readonly string[] {
  const places = [
    ...(home === null ? [] : [`python-home=${quoted(home)}`]),
    ...(path.length === 0 ? [] : [`python-path=${quoted(path.join(':'))}`]),
  ];
  return [
    ['WSGIDaemonProcess collectstatic', ...places].join(' '),
    'WSGIProcessGroup collectstatic',
    'WSGIApplicationGroup %{GLOBAL}',
    `WSGIScriptAlias / ${quoted(file)}`,
    ...(callable === 'application' ? [] : [`WSGICallableObject ${callable}`]),
    `<Directory ${quoted(dirname(file))}>`,
    `    <Files ${quoted(file.slice(file.lastIndexOf('/') + 1))}>`,
    '        Require all granted',
    '    </Files>',
    '</Directory>',
  ];
}
