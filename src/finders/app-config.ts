/** What an AppConfig class says of its app, as far as static files go. */
export interface AppConfig {
  /** The package, dotted. */
  readonly name: string;
  /** The class attribute `path` as it is written, where there is one. */
  readonly path?: string;
  /** A `StaticFilesConfig` with patterns of its own. */
  readonly ignorePatterns?: readonly string[];
}

const CLASS = /^class[ \t]+(\w+)[ \t]*(?:\(|:)/gm;
const NAME = /^[ \t]+name[ \t]*(?::[^=\n]+)?=[ \t]*(['"])([\w.]+)\1[ \t]*(?:#.*)?$/gm;
/** Whatever needs more than a look at the text. */
const UNUSUAL =
  /^[ \t]+(?:def[ \t]+)?path\b|\bignore_patterns\b|\bStaticFilesConfig\b|^[ \t]+class[ \t]+\w+\([^)]*Config\b/m;
const ANY_NAME = /^[ \t]+(?:def[ \t]+)?name\b[ \t]*[=:(]/gm;

/**
 * The `name` of a class in the text of its module, where that is plain to see: a literal, and no `path` and no ignore
 * patterns anywhere in the class. `null`: the class has to be evaluated. Almost every class of a real project is
 * plain, and reading it this way costs a thousandth of parsing it.
 */
export function plainConfigName(text: string, className: string): string | null {
  const body = classBodies(text).get(className);
  if (body === undefined || UNUSUAL.test(body)) return null;
  return onlyName(body);
}

/**
 * Whether the classes of an `apps.py` change nothing for the app that is installed as `entry`: no class at all, or
 * each says plainly that its name is `entry`, so that it does not matter which of them Django takes.
 */
export function changesNothing(text: string, entry: string): boolean {
  if (UNUSUAL.test(text)) return false;
  const bodies = [...classBodies(text).values()];
  // Without a class of its own the file may still import the one that Django takes.
  if (bodies.length === 0) return !/Config\b|\bimport[ \t]*\*/.test(text);
  return bodies.every((body) => onlyName(body) === entry);
}

function onlyName(body: string): string | null {
  const literals = [...body.matchAll(NAME)];
  // `name` may well be an argument or a local variable somewhere; then the text does not tell.
  const mentions = [...body.matchAll(ANY_NAME)].length;
  return literals.length === 1 && mentions === 1 ? (literals[0]?.[2] ?? null) : null;
}

/** The text of each class at module level, by name; what follows the last class counts as part of it. */
function classBodies(text: string): ReadonlyMap<string, string> {
  const starts = [...text.matchAll(CLASS)];
  return new Map(
    starts.map((start, index) => [start[1] as string, text.slice(start.index, starts[index + 1]?.index)]),
  );
}
