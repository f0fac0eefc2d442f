import { dirname } from 'node:path';
import { alternatives, literal } from '../pattern.ts';
import type { Site } from '../site.ts';
import { indented } from '../text.ts';
import { facts } from './facts.ts';
import { negotiation } from './negotiation.ts';
import type { Part } from './part.ts';
import { refusals } from './refusals.ts';
import { quoted, rule } from './words.ts';

/** Writes the lines that go into a `<VirtualHost>` of Apache. */
export function apacheSnippet(site: Site): readonly string[] {
  const top = topParts(site);
  const parts = [{ root: site.root, urls: `${literal(site.base)}(.+)`, base: site.base }, ...top];
  return [
    ...folders(site),
    '',
    '<IfModule mod_proxy.c>',
    ...indented([
      `ProxyPass ${quoted(site.base)} "!"`,
      ...top.map(({ urls }) => `ProxyPassMatch ${quoted(`^${urls}$`)} "!"`),
    ]),
    '</IfModule>',
    `Alias ${quoted(site.base)} ${quoted(`${site.root}/`)}`,
    ...top.map((part) => topAlias(site, part)),
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

function topParts({ top }: Site): readonly Part[] {
  if (top === null) return [];
  const { root, paths } = top;
  return alternatives(paths).map((group) => ({ root, urls: `/(${group})`, base: '/' }));
}

/** The variants of the files are in it too: what a request for one is rewritten to. */
function topAlias({ codings }: Site, { urls, root }: Part): string {
  const suffixes = codings.map(({ suffix }) => literal(suffix)).join('|');
  const ending = suffixes === '' ? ')' : `(?:${suffixes})?)`;
  return `AliasMatch ${quoted(`^${urls.replace(/\)$/, ending)}$`)} ${quoted(`${root}/$1`)}`;
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
