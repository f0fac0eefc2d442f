/** What an AppConfig class says of its app, as far as static files go. */
export interface AppConfig {
  /** The package, dotted. */
  readonly name: string;
  /** The class attribute `path` as it is written, where there is one. */
  readonly path?: string;
  /** The patterns of a `StaticFilesConfig`. */
  readonly ignorePatterns?: readonly string[];
}

/**
 * The `name` of a class in the text of its module, where that is plain to see: a literal, its own or that of a base
 * in the same file. `null`: the class has to be evaluated. Almost every class of a real project is plain, and to
 * read it this way costs a thousandth of parsing it.
 */
export function plainConfigName(text: string, className: string): string | null {
  return isUnusual(text) ? null : nameOf(className, classesOf(text));
}

/**
 * True if the classes of an `apps.py` change nothing for the app that is installed as `entry`: there are none, or
 * each says plainly that its name is `entry`, so that it does not matter which of them Django takes.
 */
export function changesNothing(text: string, entry: string): boolean {
  if (isUnusual(text)) return false;
  const classes = classesOf(text);
  // Without a class of its own the file may still import the one that Django takes.
  if (classes.size === 0) return !/(?<!\bApp)Config\b|\bimport[ \t]*\*/.test(text);
  return [...classes.keys()].every((name) => nameOf(name, classes) === entry);
}

/** The classes that the text of a module defines. */
export function classNames(text: string): readonly string[] {
  return [...classesOf(text).keys()];
}

/** A `path`, ignore patterns, or a class made under a condition: more than a look at the text can tell. */
const UNUSUAL =
  /^[ \t]+(?:def[ \t]+path\b|path[ \t]*(?::[^=\n]+)?=)|\bignore_patterns\b|\bStaticFilesConfig\b|^[ \t]+class[ \t]+\w+\([^)]*Config\b/m;
/**
 * What may set something on a class, or on the object Django makes of it, from outside of the class body: decorators,
 * metaclasses, special methods, attributes assigned to.
 */
const REACHES_IN = new RegExp(
  [
    '^@',
    String.raw`\b(?:setattr|delattr|exec|eval|globals|locals|vars)[ \t]*\(`,
    String.raw`__dict__|\bmetaclass\b|\b_path_from_module\b|\bdef[ \t]+__(?!str__|repr__)`,
    String.raw`\.(?:path|name|default)[ \t]*(?::[^=\n]+)?=(?!=)`,
    String.raw`^[ \t]*[A-Z]\w*\.\w+[ \t]*(?::[^=\n]+)?[-+|]?=(?!=)`,
  ].join('|'),
  'm',
);

function isUnusual(text: string): boolean {
  return UNUSUAL.test(text) || REACHES_IN.test(text);
}

const CLASS = /^class[ \t]+(\w+)[ \t]*(?:\(([^)]*)\))?[ \t]*:/gm;
const NAME = /^([ \t]+)name[ \t]*(?::[^=\n]+)?=[ \t]*(['"])([\w.]+)\2[ \t]*(?:#.*)?$/gm;
/** With a blank before the `=`: `name='x',` on a line of its own is an argument of some call. */
const ASSIGNED = /^[ \t]+(?:def[ \t]+name\b|name[ \t]*:|name[ \t]+=|name=.*[^,\s]$)/gm;

interface PlainClass {
  readonly start: number;
  readonly bases: string;
  /** Its text, and whatever follows up to the next class. */
  readonly body: string;
}

function classesOf(text: string): ReadonlyMap<string, PlainClass> {
  const heads = [...text.matchAll(CLASS)];
  return new Map(
    heads.map(({ index, 1: name = '', 2: bases = '' }, at) => {
      return [name, { start: index, bases: bases.trim(), body: text.slice(index, heads[at + 1]?.index) }];
    }),
  );
}

function nameOf(
  className: string,
  classes: ReadonlyMap<string, PlainClass>,
  before: number = Number.POSITIVE_INFINITY,
): string | null {
  const found = classes.get(className);
  if (found !== undefined && !isPlainBase(found.bases, classes)) return null;
  // A base stands above its class: what claims otherwise is no Python, and could go round in a circle.
  if (found === undefined || found.start >= before) return null;
  const assignments = [...found.body.matchAll(ASSIGNED)].length;
  if (assignments === 0) return nameOf(found.bases, classes, found.start);
  // `name` may well be a local variable of some method; then the text does not tell.
  const [literal] = found.body.matchAll(NAME);
  return assignments === 1 && literal?.[1]?.length === indentation(found.body) ? (literal[3] ?? null) : null;
}

/** A base from elsewhere may say anything but a name. */
function isPlainBase(bases: string, classes: ReadonlyMap<string, PlainClass>): boolean {
  return /^(?:[\w.]+\.)?AppConfig$/.test(bases) || classes.has(bases);
}

/** Of the lines of the class itself, as against those of its methods. */
function indentation(body: string): number {
  return Math.min(...Array.from(body.matchAll(/^[ \t]+(?=\S)/gm), ([blanks]) => blanks.length));
}
