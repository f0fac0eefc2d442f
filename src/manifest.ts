import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { encode } from './text/batches.ts';
import { isRecord } from './text/json.ts';
import { compareNames } from './text/order.ts';
import type { AssetPath, Problem, Storage } from './types.ts';

/** Content of a `staticfiles.json`: the name each path is served under, in the order of the file. */
export interface Manifest {
  readonly paths: ReadonlyMap<string, string>;
  /** Hash of the paths alone: it changes whenever a name does. */
  readonly hash: string;
}

/**
 * `staticfiles.json` as Django's ManifestStaticFilesStorage writes it, byte for byte: one line as Python's `json.dumps`
 * has it. Up to 5.2 the paths stand in the order they come in, from 6.0 on they are sorted; before 4.2 there was no hash.
 * `djangoVersion` is `major.minor`.
 */
export function serialiseManifest(
  hashedNames: ReadonlyMap<AssetPath, AssetPath>,
  djangoVersion: string,
): Buffer {
  const [major = 0, minor = 0] = djangoVersion.split('.').map(Number);
  const sorted = sortedPaths(hashedNames);
  const inOrder = major >= 6 ? sorted : [...hashedNames.keys()];
  return encode(
    (function* pieces() {
      yield '{"paths": {';
      yield* written(inOrder, hashedNames, ['', ': ', '']);
      yield '}, "version": ';
      if (major < 4 || (major === 4 && minor < 2)) yield '"1.0"}';
      else yield `"1.1", "hash": "${hashOf(written(sorted, hashedNames, ['[', ', ', ']']))}"}`;
    })(),
  );
}

/** Names of one piece: few enough to take little room, many enough for the time it takes. */
const NAMES = 512;

/** Writes each path and its name, with what stands before, between and after them. */
function* written(
  paths: readonly AssetPath[],
  names: ReadonlyMap<AssetPath, AssetPath>,
  [before, between, after]: readonly [string, string, string],
): Generator<string, void> {
  for (let from = 0; from < paths.length; from += NAMES) {
    const some = paths.slice(from, from + NAMES);
    const named = some.map((path) => names.get(path) as AssetPath);
    // One look at all of them is quicker than one at each.
    const quote = [some, named].every((texts) => PLAIN.test(texts.join(''))) ? inQuotes : pythonString;
    const pairs = some.map(
      (path, index) => before + quote(path) + between + quote(named[index] as AssetPath) + after,
    );
    yield (from === 0 ? '' : ', ') + pairs.join(', ');
  }
}

/** The first 12 hex digits of the MD5 of `json.dumps(sorted(paths.items()))`. */
function hashOf(pairs: Iterable<string>): string {
  const digest = createHash('md5').update('[');
  for (const piece of pairs) digest.update(piece);
  return digest.update(']').digest('hex').slice(0, 12);
}

/** Printable ASCII that JSON writes as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

function inQuotes(text: string): string {
  return `"${text}"`;
}

/** Python keeps JSON within printable ASCII. */
function pythonString(text: string): string {
  if (PLAIN.test(text)) return inQuotes(text);
  return JSON.stringify(text).replace(
    /[\x7f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** In Python's order of strings; JavaScript's own, which is faster, puts U+10000 and above before U+E000. */
function sortedPaths(map: ReadonlyMap<AssetPath, unknown>): AssetPath[] {
  const paths = [...map.keys()];
  return paths.some((path) => /[\ud800-\udfff]/.test(path)) ? paths.sort(compareNames) : paths.sort();
}

/**
 * Reads the manifest of an earlier run, of any version Django reads (1.0, 1.1); a warning if it can't be read. `file`,
 * absolute, is for the message.
 */
export function parseManifest(text: string, file: string): Manifest | Problem {
  const broken = (cause: string): Problem => unreadable(file, cause);
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch (error) {
    return broken(error instanceof Error ? error.message : String(error));
  }
  if (!isRecord(stored)) return broken('it holds no object');
  const { version, paths = {}, hash = '' } = stored;
  if (version !== '1.0' && version !== '1.1')
    return broken(`its version is ${JSON.stringify(version) ?? 'missing'}`);
  if (!isRecord(paths) || typeof hash !== 'string') return broken('its paths are no object');
  const entries = Object.entries(paths);
  if (!entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')) {
    return broken('a name in it is no string');
  }
  return { paths: new Map(entries), hash };
}

/** Bytes. The manifest of a million files has fewer. */
const MANIFEST_LIMIT = 190_000_000;

/** The manifest of a destination; `null` where there is no file of its name. */
export function readManifest(
  storage: Pick<Storage, 'name' | 'stat' | 'read'>,
  path: AssetPath,
): Manifest | Problem | null {
  const entry = storage.stat(path);
  if (entry?.kind !== 'file') return null;
  const file = join(storage.name, path);
  if (entry.size > MANIFEST_LIMIT) return unreadable(file, 'it is too large');
  return parseManifest(Buffer.from(storage.read(path)).toString('utf8'), file);
}

function unreadable(file: string, cause: string): Problem {
  return {
    code: 'manifest-unreadable',
    severity: 'warning',
    message: `The manifest ${file} can't be read`,
    at: { file },
    cause,
  };
}

/** A digest for an `integrity` attribute: Subresource Integrity, SHA-384. */
export function integrityOf(bytes: Uint8Array): string {
  return `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
}

/** The integrity file: for each path, sorted, the digest of what is served under its fingerprinted name. */
export function serialiseIntegrity(digests: ReadonlyMap<AssetPath, string>): string {
  return forHtml({
    version: '1.0',
    integrity: Object.fromEntries(sortedPaths(digests).map((path) => [path, digests.get(path)])),
  });
}

/** The digests in the text of an integrity file; none where it is something else. */
export function parseIntegrity(text: string): ReadonlyMap<string, string> {
  try {
    const stored: unknown = JSON.parse(text);
    const digests = isRecord(stored) && isRecord(stored.integrity) ? Object.entries(stored.integrity) : [];
    return new Map(digests.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return new Map();
  }
}

/**
 * An import map for the scripts of the site: whoever imports `/static/js/a.js` gets its fingerprinted copy, whatever
 * the importing module says. Sorted by URL. `staticUrl` ends with a slash; `digests` are those of `integrityOf`.
 */
export function serialiseImportMap(
  hashedNames: ReadonlyMap<AssetPath, AssetPath>,
  staticUrl: string,
  digests: ReadonlyMap<AssetPath, string> = new Map(),
): string {
  const scripts = sortedPaths(hashedNames)
    .filter((path) => /\.m?js$/.test(path))
    .map((path) => [path, hashedNames.get(path) as AssetPath] as const)
    .filter(([path, name]) => name !== path);
  const integrity = scripts.flatMap(([path, name]) => {
    const digest = digests.get(path);
    return digest === undefined ? [] : [[urlOf(name, staticUrl), digest] as const];
  });
  return forHtml({
    imports: Object.fromEntries(
      scripts.map(([path, name]) => [urlOf(path, staticUrl), urlOf(name, staticUrl)]),
    ),
    ...(integrity.length > 0 && { integrity: Object.fromEntries(integrity) }),
  });
}

/** Percent-encoded as Django's `filepath_to_uri` does. */
function urlOf(path: AssetPath, staticUrl: string): string {
  return staticUrl + path.split('/').map(encodeURIComponent).join('/');
}

/** JSON that may stand inside a `<script>` element. */
function forHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
