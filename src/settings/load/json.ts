import { toDatum } from '../datum.ts';
import { JsonSyntaxError, jsonPositions } from './json-positions.ts';
import { invalidFile, positionAt, readText } from './text.ts';
import type { Written } from './written.ts';

/** Reads a JSON file. Throws `settings-invalid` with line and column. */
export function loadJson(file: string): Written {
  const text = readText(file);
  let positions: ReadonlyMap<string, number> | undefined;
  return {
    file,
    value: toDatum(parse(file, text)),
    locate: (path) => {
      positions ??= jsonPositions(text);
      const offset = positions.get(JSON.stringify(path));
      return offset === undefined ? { file } : positionAt(file, text, offset);
    },
  };
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalidFile('JSON', ...whereInvalid(file, text, error), error);
  }
}

/** V8's message has an offset only sometimes, so the place comes from our own reading of the text. */
function whereInvalid(
  file: string,
  text: string,
  error: unknown,
): [ReturnType<typeof positionAt>, string, string] {
  try {
    jsonPositions(text);
  } catch (syntax) {
    if (syntax instanceof JsonSyntaxError) {
      return [positionAt(file, text, syntax.offset), text, syntax.message];
    }
    if (!(syntax instanceof RangeError)) throw syntax;
  }
  return [{ file }, text, (error as Error).message];
}
