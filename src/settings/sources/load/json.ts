import { toDatum } from '../../datum.ts';
import { JsonSyntaxError, jsonPositions } from './json-positions.ts';
import { invalidFile, positionAt, readText } from './text.ts';
import type { Written } from './written.ts';

/** Reads a JSON file. Throws `settings-invalid` with line and column. */
export function loadJson(file: string): Written {
  const text = readText(file);
  const positions = readPositions(file, text);
  return {
    file,
    value: toDatum(JSON.parse(text)),
    locate: (path) => {
      const offset = positions.get(JSON.stringify(path));
      return offset === undefined ? { file } : positionAt(file, text, offset);
    },
  };
}

/** Finds a mistake before `JSON.parse` does, whose messages do not always name the place. */
function readPositions(file: string, text: string): ReadonlyMap<string, number> {
  try {
    return jsonPositions(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw invalidFile('JSON', positionAt(file, text, error.offset), text, error.message, error);
  }
}
