import { parse, TomlError } from 'smol-toml';
import type { Position } from '../../../types.ts';
import { toDatum } from '../../datum.ts';
import { invalidFile, readText } from './text.ts';
import type { Written } from './written.ts';

/** Reads a TOML 1.0 file. Throws `settings-invalid` with line and column. */
export function loadToml(file: string): Written {
  const text = readText(file);
  return { file, value: toDatum(parseToml(file, text)), locate: (path) => locate(file, text, path[0]) };
}

function parseToml(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const cause = (error.message.split('\n')[0] as string).replace('Invalid TOML document: ', '');
    throw invalidFile('TOML', { file, line: error.line, column: error.column }, text, cause, error);
  }
}

/** Finds the line of the outermost key, as the parser keeps no places: `KEY = ...`, `KEY.x = ...` or `[KEY...]`. */
function locate(file: string, text: string, key: string | number | undefined): Position {
  if (typeof key !== 'string') return { file };
  const name = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`^[ \\t]*(?:\\[\\[?[ \\t]*)?["']?(${name})["']?[ \\t]*[.=\\]]`);
  const lines = text.split('\n');
  const index = lines.findIndex((line) => pattern.test(line));
  const column = (lines[index]?.indexOf(key) ?? 0) + 1;
  return index < 0 ? { file } : { file, line: index + 1, column };
}
