import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Asset, Problem } from '../types.ts';
import type { BrowserReference } from './references/reference.ts';
import type { Missing, Unwritten } from './rewrite.ts';

/** Problem for a reference that stays as it is, to a file that KEEP_ONLY_HASHED_FILES leaves under its hashed name only. */
export function leftBehind(asset: Asset, { reference, path }: Unwritten): Problem {
  return {
    code: 'unwritten-reference',
    severity: 'warning',
    message: `${mention(asset, reference, path)}, which Django does not rewrite: with KEEP_ONLY_HASHED_FILES no file of that name is left`,
    hint: `${wayOut(reference)}, list the path in PREHASHED to keep its name, or let KEEP_ONLY_HASHED_FILES be.`,
  };
}

/** Problem for a reference to a file that no source offers, where Django does not look. */
export function unwrittenMissing(
  asset: Asset,
  { reference, path }: Unwritten,
  hint: (path: string, asset: Asset, severity: Problem['severity']) => string,
): Problem {
  const ofPage =
    reference.base === 'page' && !reference.url.startsWith('/')
      ? ' A browser takes this URL as relative to the page or worker, not to this file.'
      : '';
  return {
    code: 'missing-reference',
    severity: 'warning',
    message: `${mention(asset, reference, path)}, which ${nowhere(path)}; Django does not rewrite this form`,
    hint: `${hint(path, asset, 'warning')}${ofPage}`,
  };
}

function mention(asset: Asset, { url, form }: BrowserReference, path: string): string {
  return `${asset.path} refers to ${urlAndPath(url, path)} by ${form}`;
}

/** Endings that a bundler tries behind a module's name, and a browser does not. */
const MODULES = ['.js', '.mjs', '.ts', '.jsx', '.tsx', '.vue', '.json', '/index.js', '/index.ts'] as const;

const IMPORTS: ReadonlySet<string> = new Set(['import', 'export', 'import()']);

/** True for an import without the ending of its file, or out of STATIC_ROOT to a file beside the source: the script is the source of a bundle, which no page loads. */
export function isForBundler(
  { source }: Asset,
  lost: Missing | Unwritten,
  paths: ReadonlySet<string>,
): boolean {
  if (!('isThere' in lost) || lost.isThere || !IMPORTS.has(lost.reference.form)) return false;
  // A bundler reads the sources where they lie, and takes what leads out of a static folder there.
  if (leadsOut(lost.path)) {
    const target = join(dirname(source.file), lost.reference.url);
    return ['', ...MODULES].some((ending) => existsSync(target + ending));
  }
  return MODULES.some((ending) => paths.has(lost.path + ending));
}

/** What to write in its place, or what else makes it lead somewhere. */
function wayOut({ syntax, form }: BrowserReference): string {
  if (syntax === 'css')
    return form === '@import' ? 'Write @import url("...")' : 'Write url("...") on one line';
  if (form === 'import' || form === 'export' || form === 'import()') {
    return 'Write it as support_js_module_import_aggregation rewrites it, map it (--import-map)';
  }
  return 'Let the page hand over the URL ({% static %})';
}

/** The URL as it stands, with the path it means if that is another. */
export function urlAndPath(url: string, path: string): string {
  const written = url.trim();
  return `"${written}"${path === written || leadsOut(path) ? '' : ` (${path})`}`;
}

export function nowhere(path: string): string {
  return leadsOut(path) ? 'leads out of STATIC_ROOT' : 'no source offers';
}

/** True for a path above STATIC_ROOT. */
export function leadsOut(path: string): boolean {
  return path === '..' || path.startsWith('../');
}
