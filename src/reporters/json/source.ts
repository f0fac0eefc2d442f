import type { Source } from '../../types.ts';

/** A source as documents tell of it. */
export function sourceJson(source: Source): Readonly<Record<string, unknown>> {
  return {
    file: source.file,
    finder: source.location.finder,
    source: source.location.name,
    size: source.size,
    mtimeMs: source.mtimeMs,
  };
}
