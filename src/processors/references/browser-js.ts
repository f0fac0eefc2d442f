import { type DynamicImport, type ImportMetaRef, init, parse, type StaticImport } from 'es-module-lexer';
import { maskCalls } from './calls.ts';
import type { BrowserReference } from './reference.ts';

/**
 * References of a script: imports and exports, `new URL('./x', import.meta.url)`, `import.meta.resolve()`, and the calls
 * that start or feed a worker. Only a literal is one: a URL that is computed is not known. None if the file can't be read
 * as JavaScript.
 */
export async function browserReferencesInJs(text: string): Promise<readonly BrowserReference[]> {
  await init();
  const { masked, calls } = maskCalls(text);
  try {
    return parse(masked)[0].flatMap((found): readonly BrowserReference[] => {
      if (found.type === 'import-meta') return ofMeta(text, found);
      const call = calls.get(found.importStart);
      if (call !== undefined) return ofCall(text, found, call);
      // An import map or a bundler resolves a bare specifier.
      return isPath(found.specifier) ? ofImport(text, found) : [];
    });
  } catch {
    return [];
  }
}

function isPath(specifier: string | undefined | null): boolean {
  return typeof specifier === 'string' && /^\.{0,2}\//.test(specifier);
}

function ofImport(text: string, found: Import): readonly BrowserReference[] {
  const url = literal(found);
  if (url === null) return [];
  const how = { base: 'file', isMapped: true } as const;
  if (found.type === 'dynamic') return [referenceTo(url, 'import()', inside(found), how)];
  const form = text.startsWith('export', found.importStart) ? 'export' : 'import';
  return [referenceTo(url, form, found, how)];
}

type Import = StaticImport | DynamicImport;

/** Specifier of an import; `null` if it is computed. */
function literal(found: Import): string | null {
  if (found.type === 'dynamic' && found.glob) return null;
  return found.specifier ?? null;
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** The characters between the quotes. */
function inside({ start, end }: Place): Place {
  return { start: start + 1, end: end - 1 };
}

const MORE = /\s*,\s*(["'`])((?:(?!\1)(?:[^\\\n$]|\$(?!\{)))*)\1(?=\s*[,)])/y;

/** `importScripts()` takes any number of URLs, the other calls one. */
function ofCall(text: string, found: Import, form: string): readonly BrowserReference[] {
  const first = literal(found);
  if (first === null) return [];
  const how = { base: 'page', isMapped: false } as const;
  const references = [referenceTo(first, form, inside(found), how)];
  if (form !== 'importScripts()') return references;
  MORE.lastIndex = found.end;
  for (let match = MORE.exec(text); match !== null; match = MORE.exec(text)) {
    const url = match[2] as string;
    const end = MORE.lastIndex - 1;
    references.push(referenceTo(url, form, { start: end - url.length, end }, how));
  }
  return references;
}

const RESOLVE = /\s*\.\s*resolve\s*\(\s*(["'`])((?:(?!\1)(?:[^\\\n$]|\$(?!\{)))*)\1\s*\)/y;
const URL_END = /\s*\.\s*url\s*\)/y;

function ofMeta(text: string, { start, end }: ImportMetaRef): readonly BrowserReference[] {
  RESOLVE.lastIndex = end;
  const resolved = RESOLVE.exec(text);
  if (resolved !== null) {
    const url = resolved[2] as string;
    const at = end + resolved[0].lastIndexOf(url);
    const how = { base: 'file', isMapped: true } as const;
    return isPath(url)
      ? [referenceTo(url, 'import.meta.resolve()', { start: at, end: at + url.length }, how)]
      : [];
  }
  URL_END.lastIndex = end;
  if (!URL_END.test(text)) return [];
  const place = firstArgument(text, start);
  if (place === null) return [];
  const url = text.slice(place.start, place.end);
  return [referenceTo(url, 'new URL()', place, { base: 'file', isMapped: false })];
}

/** Place of `./x` in `new URL('./x', import.meta.url)`, read backwards from `import`; `null` if that is something else. */
function firstArgument(text: string, from: number): Place | null {
  const comma = beforeBlanks(text, from);
  if (text[comma - 1] !== ',') return null;
  const end = beforeBlanks(text, comma - 1) - 1;
  const quote = text[end];
  if (quote === undefined || !'"\'`'.includes(quote)) return null;
  const start = text.lastIndexOf(quote, end - 1) + 1;
  const bracket = beforeBlanks(text, start - 1) - 1;
  const name = beforeBlanks(text, bracket);
  const isUrl = text[bracket] === '(' && /\bnew\s+URL$/.test(text.slice(Math.max(0, name - 40), name));
  return isUrl && !/[\\\n]|\$\{/.test(text.slice(start, end)) ? { start, end } : null;
}

/** Offset after what stands before blanks and block comments. */
function beforeBlanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (at > 0 && /\s/.test(text[at - 1] as string)) at--;
    if (!text.startsWith('*/', at - 2)) return at;
    at = Math.max(0, text.lastIndexOf('/*', at - 2));
  }
}

function referenceTo(
  url: string,
  form: string,
  { start, end }: Place,
  how: Pick<BrowserReference, 'base' | 'isMapped'>,
): BrowserReference {
  return {
    start,
    end,
    url,
    at: start,
    urlEnd: end,
    before: '',
    after: '',
    syntax: 'module',
    certain: true,
    form,
    ...how,
  };
}
