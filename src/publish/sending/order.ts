import { readFileSync } from 'node:fs';
import { errnoOf } from '../../errors.ts';
import { components } from '../../processors/graph.ts';
import { findReferences } from '../../processors/references/find.ts';
import { dialectOf } from '../../processors/references/reference.ts';
import { resolve } from '../../processors/resolve.ts';
import type { AssetPath, WantedObject } from '../../types.ts';

/** Bytes. A larger text is taken to refer to nothing; nobody writes one by hand. */
const LONGEST_TEXT = 8 * 1024 * 1024;
const DIALECT = dialectOf('6.1', true);

/**
 * Objects in phases: one is begun when the one before is through. First what never changes; then what replaces a file, each after
 * what it refers to; then pages; then what comes with the manifest. The manifest itself is in none. Within a phase, the biggest
 * first, which keeps all connections busy to the end.
 */
export function sendingPhases(objects: readonly WantedObject[]): readonly (readonly WantedObject[])[] {
  const phases: Readonly<Record<string, WantedObject[]>> = {
    immutable: [],
    mutable: [],
    page: [],
    companion: [],
  };
  for (const object of objects) phases[phaseOf(object)]?.push(object);
  return Object.values(phases)
    .filter((phase) => phase.length > 0)
    .map((phase) => phase.sort(biggestFirst));
}

function phaseOf({ lifetime, path }: WantedObject): string {
  return lifetime === 'mutable' && /\.(?:html?|xhtml)$/i.test(path) ? 'page' : lifetime;
}

export function biggestFirst(one: WantedObject, other: WantedObject): number {
  return other.size - one.size || (one.path < other.path ? -1 : 1);
}

/** What has to be there before an object is sent, by its path; the keys stand after what they wait for. */
export type Precedence = ReadonlyMap<AssetPath, readonly AssetPath[]>;

/** Reads which of some objects refer to which others, some at a time. */
export interface ReferenceReader {
  /** How many objects have to be read in all. */
  readonly count: number;
  /** Reads so many more. */
  read(count: number): void;
  /** Reads what is left. */
  precedence(): Precedence;
}

export function referenceReader(objects: readonly WantedObject[], staticUrl: string): ReferenceReader {
  const byPath = new Map(objects.map((object) => [object.path, object]));
  const texts = objects.filter(mayRefer);
  const references = new Map<AssetPath, readonly AssetPath[]>();
  let known: Precedence | undefined;

  function read(count: number): void {
    for (const text of texts.slice(references.size, references.size + count))
      references.set(text.path, referencesOf(text, byPath, staticUrl));
  }

  return {
    count: texts.length,
    read,
    precedence() {
      read(texts.length);
      known ??= precedenceOf(references);
      return known;
    },
  };
}

/** In a circle of references each object comes after what the circle refers to beyond itself. */
function precedenceOf(references: ReadonlyMap<AssetPath, readonly AssetPath[]>): Precedence {
  const before = new Map<AssetPath, readonly AssetPath[]>();
  for (const circle of components(references)) {
    const members = new Set(circle);
    const outside = new Set(
      circle.flatMap((path) => references.get(path) ?? []).filter((path) => !members.has(path)),
    );
    if (outside.size > 0) for (const path of circle) before.set(path, [...outside]);
  }
  return before;
}

/** False for what refers to nothing that is known of. */
export function mayRefer(object: WantedObject): boolean {
  return languageOf(object) !== null && object.source.kind !== 'bytes' && object.size <= LONGEST_TEXT;
}

function languageOf({ path }: WantedObject): 'css' | 'js' | null {
  return path.endsWith('.css') ? 'css' : /\.m?js$/.test(path) ? 'js' : null;
}

function referencesOf(
  object: WantedObject,
  byPath: ReadonlyMap<AssetPath, WantedObject>,
  staticUrl: string,
): readonly AssetPath[] {
  const { path, source } = object;
  const language = languageOf(object);
  const bytes = source.kind === 'bytes' ? undefined : readText(source.file);
  if (language === null || bytes === undefined) return [];
  const found = findReferences(bytes, language, DIALECT);
  const paths = { has: (to: string) => byPath.has(to as AssetPath), isFolder: () => false };
  return (found?.references ?? []).flatMap(({ url, syntax }) => {
    const to = resolve(url, path, staticUrl, paths, syntax);
    return to.kind === 'file' && to.path !== path ? [to.path] : [];
  });
}

/** `undefined` for a file that can't be read: that is told when it is sent. */
function readText(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return undefined;
  }
}
