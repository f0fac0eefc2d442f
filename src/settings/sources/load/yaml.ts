import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Position } from '../../../types.ts';
import type { DatumPath } from '../../datum.ts';
import { toDatum } from '../../datum.ts';
import { invalidFile, readText } from './text.ts';
import type { Written } from './written.ts';

/** Reads a YAML 1.2 file (one document). Throws `settings-invalid` with line and column. */
export function loadYaml(file: string): Written {
  const text = readText(file);
  const lines = new LineCounter();
  const document = orInvalid(file, text, () =>
    parseDocument(text, { lineCounter: lines, prettyErrors: false }),
  );
  const error = document.errors[0];
  if (error !== undefined) {
    const { line, col } = lines.linePos(error.pos[0]);
    throw invalidFile('YAML', { file, line, column: col }, text, error.message, error);
  }
  return {
    file,
    value: toDatum(orInvalid(file, text, () => document.toJS({ maxAliasCount: 1000 }))),
    locate: (path) => locate(file, document, lines, path),
  };
}

/** Turns exceptions into errors: aliases that point nowhere or multiply beyond reason, nesting beyond the stack. */
function orInvalid<T>(file: string, text: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw invalidFile('YAML', { file }, text, (error as Error).message, error);
  }
}

function locate(
  file: string,
  document: ReturnType<typeof parseDocument>,
  lines: LineCounter,
  path: DatumPath,
): Position {
  const last = path.at(-1);
  const holder: unknown = path.length < 2 ? document.contents : document.getIn(path.slice(0, -1), true);
  const key = isMap(holder)
    ? holder.items.find((pair) => isScalar(pair.key) && pair.key.value === last)?.key
    : undefined;
  const node: unknown = key ?? document.getIn(path, true);
  const range = isNode(node) ? node.range : undefined;
  if (range === undefined || range === null) return { file };
  const { line, col } = lines.linePos(range[0]);
  return { file, line, column: col };
}
