import { CollectstaticError } from '../../errors.ts';
import type { Expression, ExpressionOf, Parsed, StatementOf } from '../../python/syntax/parse.ts';
import { positionOf, type Span, segment } from '../../python/syntax/source.ts';
import type { Place } from '../place.ts';
import type { Reference, Slip } from '../reference.ts';
import { type Known, knownNames } from './names.ts';
import { topLevel } from './outline.ts';

/** Parses the text of a Python file. Throws CollectstaticError `python-syntax`. */
export type PythonFiles = (file: string, text: string) => Parsed;

/** What a Python file says of static files. */
export interface PythonReading {
  readonly references: readonly Reference[];
  readonly slips: readonly Slip[];
}

/** True if the text can hold a reference at all: parsing costs a thousand times as much as looking. Text of any encoding that holds ASCII will do. */
export function mayRefer(text: string): boolean {
  return /\bstatic(?:\(|[ \t]+as\b)|staticfiles_storage|\bMedia\b|\b(?:Script|MediaAsset|JS|CSS)\(/.test(
    text,
  );
}

/** What `mayRefer` looks for, under another name. */
const RENAMED = /\b(?:static|staticfiles_storage|Media|Script|MediaAsset|JS|CSS|forms|widgets)[\s\\]+as\b/;
const IMPORTS = /^[ \t]*(?:from|import)[ \t]+(?:django|js_asset)\b/m;

/**
 * Reads the text of a Python file. Of a long one only those statements of the module are parsed that may refer to static files, or
 * import what does. Throws CollectstaticError `python-syntax`.
 */
export function readPythonText(parse: PythonFiles, file: string, text: string): PythonReading {
  const part = RENAMED.test(text) ? null : relevantPart(text);
  if (part !== null) {
    try {
      return readPython(parse(file, part));
    } catch (error) {
      // The whole file may be right, where its statements were told apart wrongly, and else has the error to tell of.
      if (!(error instanceof CollectstaticError)) throw error;
    }
  }
  return readPython(parse(file, text));
}

/** The text with empty lines in place of all statements that have nothing to say; `null` if they can't be told apart. */
function relevantPart(text: string): string | null {
  const pieces = topLevel(text);
  if (pieces === null) return null;
  const kept = pieces.map((piece) =>
    mayRefer(piece) || IMPORTS.test(piece) ? piece : piece.replace(/[^\r\n]+/g, ''),
  );
  return kept.join('');
}

interface Node extends Span {
  readonly nodeType: string;
}

/** A node and the one around it. */
interface Visit {
  readonly node: Node;
  readonly parent: Node | undefined;
}

/** Reads the static paths that Python code gives to Django: whole constants only, and never an argument of a function it does not know. */
function readPython({ source, body }: Parsed): PythonReading {
  const visits: Visit[] = [];
  collect(body, undefined, visits);
  const names = knownNames(visits.map(({ node }) => node));
  const references: Reference[] = [];
  const slips: Slip[] = [];

  const placeOf = (span: Span): Place => {
    const start = positionOf(source, span);
    const end = positionOf(source, { lineno: span.end_lineno, col_offset: span.end_col_offset } as Span);
    const [line, column] = [start.line ?? 1, start.column ?? 1];
    return { line, column, endLine: end.line ?? line, endColumn: end.column ?? column };
  };
  const add = (kind: 'static' | 'media', by: string, node: Expression, isPrefix = false): void => {
    const name = textOf(node);
    // A pattern, that other code fills in.
    if (name === null || /%[sd(]|\{\w*\}/.test(name)) return;
    const place = placeOf(node);
    const written = segment(source, node);
    const around = { condition: null, isCommented: false, blocks: [], loads: 0 };
    references.push({ kind, name, place, written, by, isPrefix, ...around });
  };
  /** Paths of Media: a list or tuple; a string is taken letter by letter. */
  const addPaths = (by: string, node: Expression): void => {
    const text = textOf(node);
    if (text !== null) slips.push({ kind: 'media-string', by, text, place: placeOf(node) });
    if (node.nodeType !== 'List' && node.nodeType !== 'Tuple') return;
    for (const item of node.elts) add('media', by, item);
  };
  const addMedia = (name: string, by: string, value: Expression): void => {
    if (name === 'js') addPaths(`${by}.js`, value);
    else if (name === 'css' && value.nodeType === 'Dict')
      for (const item of value.values) addPaths(`${by}.css`, item);
    else if (name === 'css' && textOf(value) !== null) addPaths(`${by}.css`, value);
  };

  for (const { node, parent } of visits) {
    if (node.nodeType === 'ClassDef') {
      const definition = node as StatementOf<'ClassDef'>;
      // As in forms, widgets and ModelAdmin; a model of that name stands on its own.
      const isInner = definition.name === 'Media' && parent?.nodeType === 'ClassDef';
      if (!isInner || definition.bases.length > 0) continue;
      for (const statement of definition.body) {
        if (statement.nodeType !== 'Assign') continue;
        for (const target of statement.targets)
          if (target.nodeType === 'Name') addMedia(target.id, 'Media', statement.value);
      }
    } else if (node.nodeType === 'Call') {
      const call = node as ExpressionOf<'Call'>;
      const known = calledBy(call.func, names);
      const [first] = call.args;
      if (known === 'media')
        for (const { arg, value } of call.keywords) addMedia(arg ?? '', 'Media()', value);
      if (first === undefined) continue;
      if (known === 'static') add('static', 'static()', first, isJoined(parent));
      if (known === 'storage') add('static', 'staticfiles_storage.url()', first, isJoined(parent));
      if (known === 'asset') add('media', `${nameOf(call.func)}()`, first);
    }
  }
  return { references, slips };
}

/** Adds the nodes in `value` from outside in; does not recurse deeper than the parser did. */
function collect(value: unknown, parent: Node | undefined, visits: Visit[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, parent, visits);
    return;
  }
  if (typeof value !== 'object' || value === null || !('nodeType' in value)) return;
  const node = value as Node;
  visits.push({ node, parent });
  for (const child of Object.values(node))
    if (typeof child === 'object' && child !== null) collect(child, node, visits);
}

/** The text of a constant; `null` for anything else, bytes too. */
function textOf(node: Expression): string | null {
  if (node.nodeType !== 'Constant' || typeof node.value !== 'string') return null;
  return node.quote_style === undefined || /^[a-z]*b/i.test(node.quote_style) ? null : node.value;
}

function calledBy(func: Expression, names: ReadonlyMap<string, Known>): Known | undefined {
  if (func.nodeType === 'Name') return names.get(func.id);
  if (func.nodeType !== 'Attribute' || func.value.nodeType !== 'Name') return undefined;
  const owner = names.get(func.value.id);
  if (owner === 'storage') return func.attr === 'url' ? 'storage' : undefined;
  if (owner !== 'forms') return undefined;
  return func.attr === 'Media' ? 'media' : /^(?:Script|MediaAsset)$/.test(func.attr) ? 'asset' : undefined;
}

function nameOf(func: Expression): string {
  return func.nodeType === 'Name' ? func.id : func.nodeType === 'Attribute' ? func.attr : '';
}

/** True if the call's result is a part of a longer text, or changed by a method. */
function isJoined(parent: Node | undefined): boolean {
  return parent !== undefined && ['BinOp', 'Attribute', 'FormattedValue'].includes(parent.nodeType);
}
