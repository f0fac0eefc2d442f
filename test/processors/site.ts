import {
  contentHash,
  fingerprint,
  type Known,
  type Prepared,
  prepare,
  type ReferenceSettings,
} from '../../src/processors/index.ts';
import type { Asset, AssetPath, EnhancedSpec, ReferencePattern } from '../../src/types.ts';

/** Files by path; text is UTF-8. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

export type Options = Partial<Omit<ReferenceSettings, 'storage'>> & {
  readonly modules?: boolean;
  readonly enhanced?: EnhancedSpec;
  readonly patterns?: readonly ReferencePattern[];
  readonly keepOnlyHashed?: boolean;
  readonly importMapName?: string | null;
};

/** What a run over files gave, and what it cost. */
export interface Processed {
  readonly prepared: Prepared;
  readonly names: ReadonlyMap<AssetPath, AssetPath>;
  /** What is served for each path. */
  readonly contents: ReadonlyMap<string, string>;
  readonly known: Known;
  /** Files whose references were read, and fingerprinted copies that were written. */
  readonly read: readonly string[];
  readonly written: readonly string[];
}

/** What the run before left, and what has happened since. */
export interface Last {
  readonly known: Known;
  readonly mtimes: Readonly<Record<string, number>>;
  readonly isPlaced?: (path: string) => boolean;
}

/** A time that means something. */
const MTIME = Date.UTC(2026, 0, 1);

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content) : content;
}

/** Assets in the order of the files; a file's time is `mtimes[path]`, for those that were touched. */
function assetsOf(files: Files, mtimes: Readonly<Record<string, number>> = {}): Asset[] {
  const location = { finder: 'directories', name: 'static', root: '/src', prefix: '' } as const;
  return Object.entries(files).map(([name, content]) => {
    const path = name as AssetPath;
    const size = bytesOf(content).length;
    return {
      path,
      source: { path, file: `/src/${path}`, location, size, mtimeMs: mtimes[name] ?? MTIME },
    };
  });
}

export async function processed(files: Files, options: Options = {}, last?: Last): Promise<Processed> {
  const {
    modules = false,
    enhanced,
    patterns,
    keepOnlyHashed = false,
    importMapName = null,
    ...rest
  } = options;
  const settings: ReferenceSettings = {
    djangoVersion: '5.2',
    staticUrl: '/static/',
    missingReferences: 'warn',
    allowMissing: [],
    prehashed: [],
    storage: {
      ...{ moduleAggregation: modules, keepOnlyHashed, importMapName },
      ...(enhanced && { enhanced }),
      ...(patterns && { patterns }),
    },
    ...rest,
  };
  const assets = assetsOf(files, last?.mtimes);
  const read: string[] = [];
  const written: string[] = [];
  const readFile = ({ path }: Asset): Uint8Array => {
    read.push(path);
    return bytesOf(files[path] as string);
  };
  const prepared = await prepare(assets, settings, readFile, last?.known);
  const plain = assets.filter(({ path }) => !prepared.links.has(path) && !prepared.prehashed.has(path));
  const hashes = new Map(plain.map(({ path }) => [path, contentHash(bytesOf(files[path] as string))]));
  const contents = new Map(assets.map(({ path }) => [path as string, textOf(files[path] as string)]));
  const nameAll = await fingerprint(
    prepared,
    hashes,
    ({ path, from, bytes }) => {
      written.push(path);
      contents.set(from, textOf(bytes));
    },
    last?.isPlaced ?? (() => true),
  );
  const { hashedNames, known } = nameAll();
  const kept = { ...known, files: new Map(known.files) };
  return { prepared, names: hashedNames, contents, known: kept, read, written };
}

function textOf(content: string | Uint8Array): string {
  return Buffer.from(bytesOf(content)).toString('latin1');
}

/** The one file of a site that matters: `text` stands at `path` beside some others, and comes back rewritten, hashes as `#`. */
export async function rewritten(
  path: string,
  text: string,
  others: Files = {},
  options: Options = {},
): Promise<string> {
  const { contents } = await processed({ [path]: text, ...others }, options);
  const bytes = Buffer.from(contents.get(path) as string, 'latin1');
  return bytes.toString('utf8').replace(/\.[0-9a-f]{12}(?=\.|$|[^0-9a-z])/g, '.#');
}

/** `code path message`, for the problems of a run. */
export async function problemsOf(files: Files, options: Options = {}): Promise<readonly string[]> {
  const { prepared } = await processed(files, options);
  return prepared.problems.map(({ code, severity, at, hint }) => {
    const where = at?.line === undefined ? '' : `:${at.line}:${at.column}`;
    return `${severity} ${code} ${at?.file.replace('/src/', '')}${where} ${hint}`;
  });
}
