/** The server by the name it gives itself in its answers. */
export type Kind = 'nginx' | 'apache' | 'caddy' | 'other';

export function kindOf(server: string | undefined): Kind {
  const [, name] = /^(nginx|openresty|apache|caddy)/i.exec(server ?? '') ?? [];
  const lower = name?.toLowerCase();
  if (lower === 'openresty') return 'nginx';
  return lower === 'nginx' || lower === 'apache' || lower === 'caddy' ? lower : 'other';
}

/** What mends each complaint: in words for any server, and as a directive where one line does it. */
const MENDS = {
  'server-alias': {
    words: 'Map the whole of STATIC_URL to STATIC_ROOT, both with a slash at the end.',
    nginx: 'location ^~ URL/ { alias ROOT/; }',
    apache: 'Alias URL/ ROOT/',
    caddy: 'handle_path URL/* { root * ROOT; file_server }',
  },
  'server-forbidden': {
    words:
      "Let the server's user pass all folders above STATIC_ROOT (--user NAME tells which it can't), and allow it in the configuration.",
    apache:
      '<Directory ROOT> Require all granted, and Options +SymLinksIfOwnerMatch for the folder above (--swap)',
  },
  'server-redirects': {
    words: 'Name the address at which the files are served themselves: with https, or another host.',
  },
  'server-leaks-parent': {
    words:
      'The location lacks the slash at its end: anything beside STATIC_ROOT can be read, settings.py too.',
    nginx: 'location ^~ URL/ { alias ROOT/; }',
    apache: 'Alias URL/ ROOT/',
  },
  'server-leaks-hidden': {
    words: 'Answer 404 to each path with a part that starts with a dot.',
    nginx: 'location ~ "^URL/(?:.*/)?\\." { return 404; }',
    apache: 'RewriteRule "^URL/(?:.*/)?\\." "-" [R=404,L]',
    caddy: 'a path_regexp matcher "(?:^|/)\\." with: error 404',
  },
  'server-leaks-manifest': {
    words: 'Answer 404 to the manifest: only the application needs it.',
    nginx: 'location = URL/staticfiles.json { return 404; }',
    apache: 'RewriteRule "^URL/staticfiles\\.json$" "-" [R=404,L]',
  },
  'server-lists-folders': {
    words: 'Turn the listing of folders off.',
    nginx: 'autoindex off;',
    apache: 'Options -Indexes',
    caddy: 'file_server without browse',
  },
  'server-content': {
    words:
      'The server reads another folder, keeps files (open_file_cache), or stands on another release: reload it, or collect there.',
    nginx: 'open_file_cache off;',
  },
  'server-type': {
    words: 'Tell the server these types.',
    nginx: 'types { text/javascript js mjs; ... } inside of the location',
    apache: 'AddType text/javascript .js .mjs',
    caddy: 'header @mjs Content-Type "text/javascript; charset=utf-8"',
  },
  'server-charset': {
    words: 'Send the charset with text.',
    nginx: 'charset utf-8; charset_types text/css text/javascript ...;',
    apache: 'AddCharset utf-8 .css .js .mjs',
  },
  'server-immutable-plain': {
    words: 'Keep only files with a hash in their names: visitors would see the old file for that long.',
    nginx: 'a variable for Cache-Control by the name, instead of expires for the whole location',
    apache: 'ExpiresActive Off, and Header set Cache-Control by the name',
  },
  'server-immutable-missing': {
    words: 'Say "public, max-age=31536000, immutable" for files with a hash in their names.',
  },
  'server-cache-missing': { words: 'Say "public, max-age=60" for plain files: browsers guess otherwise.' },
  'server-cache-twice': {
    words: 'Say it once: one of the two lines is of too much.',
    nginx: 'expires off;',
    apache: 'ExpiresActive Off',
  },
  'server-cache-on-404': {
    words:
      'Send Cache-Control only with files: a file that is missing for a moment would be missing for long.',
    nginx: 'add_header Cache-Control ... without always',
    apache: 'Header set, not Header always set',
  },
  'server-vary': {
    words:
      'Send Vary: Accept-Encoding with each answer that has variants: caches hand compressed files to those who can not read them.',
    nginx: 'gzip_vary on;',
    apache: 'Header merge Vary Accept-Encoding',
    caddy: 'header { Vary Accept-Encoding; defer }',
  },
  'server-variant-unused': {
    words: 'Let the server send the compressed files that lie beside each file.',
    nginx: 'gzip_static on; and brotli_static on; (module ngx_brotli)',
    caddy: 'file_server { precompressed br gzip }',
  },
  'server-variant-proxy': {
    words: 'Send compressed files to proxies too: behind a CDN nobody gets them.',
    nginx: 'gzip_proxied any; gzip_http_version 1.0;',
  },
  'server-variant-broken': {
    words: 'Compress once: browsers end with ERR_CONTENT_DECODING_FAILED.',
    apache: 'SetEnv no-gzip 1, and Content-Encoding set once',
  },
  'server-encoding-missing': { words: 'Send Content-Encoding with a compressed file.' },
  'server-encoding-unasked': { words: 'Send compressed files only to those who accept them.' },
  'server-encoding-refused': { words: 'Heed q=0 in Accept-Encoding.' },
  'server-variant-address': { words: 'Answer 404 to a variant asked for by its own name.' },
  'server-archive-unpacked': {
    words: 'An archive is no encoding: browsers unpack it on the way.',
    apache: 'RemoveEncoding .gz .tgz',
  },
  'server-ranges': { words: 'Serve ranges: Safari plays no video without them.' },
  'server-validators': {
    words: 'Send an ETag, and answer 304 to If-None-Match.',
    nginx: 'etag on;',
    apache: 'FileETag MTime Size',
  },
  'server-tags-alike': { words: 'Give each encoding a tag of its own, or a weak one.' },
  'server-cors': {
    words: 'Let pages of all origins use fonts: the files are public anyway.',
    nginx: 'add_header Access-Control-Allow-Origin "*";',
    apache: 'Header set Access-Control-Allow-Origin "*"',
    caddy: 'header Access-Control-Allow-Origin *',
  },
  'server-head': { words: 'Answer HEAD as GET, without the body.' },
  'server-out-of-step': {
    words:
      'Reload the application after each run: it reads the manifest when it starts. Or collect on that server.',
  },
  'server-page-broken': { words: 'Collect again on that server, and keep the files of the release before.' },
} as const;

export type Code = keyof typeof MENDS;

/** What mends a complaint, for this server; and which command writes all of it. */
export function hintFor(
  code: Code,
  kind: Kind,
  { base, root }: { readonly base: string; readonly root: string },
): string {
  const mend: Readonly<Partial<Record<Kind | 'words', string>>> = MENDS[code];
  const directive = (mend[kind] ?? '').replaceAll('URL/', base).replaceAll('ROOT', root);
  const all = kind === 'other' ? '' : ` collectstatic server-config ${kind} writes it all.`;
  return `${mend.words}${directive === '' ? '' : ` ${kind}: ${directive}`}${all}`;
}
