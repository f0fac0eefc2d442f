import { strip } from '../text/blanks.ts';

/** Tells whether a file may refer to a URL that leads nowhere. */
export type IsIgnored = (file: string, url: string) => boolean;

/**
 * Reads `ignore_errors` of django-manifeststaticfiles-enhanced: `file:url`, in which `*` stands for anything within a line. It
 * makes regular expressions of both, and leaves a `?` as it is, so that the character before it may be missing. An entry
 * without a colon, or with a `?` that has nothing to follow, ignores nothing.
 */
export function ignoredErrors(entries: readonly string[]): IsIgnored {
  const patterns = entries.flatMap((entry) => {
    const colon = entry.indexOf(':');
    const file = partsOf(strip(entry.slice(0, Math.max(colon, 0))));
    const url = partsOf(strip(entry.slice(colon + 1)));
    return colon === -1 || file === null || url === null ? [] : [{ file, url }];
  });
  return (file, url) => patterns.some((pattern) => fits(pattern.file, file) && fits(pattern.url, url));
}

interface Part {
  /** `null` for any character but a line end. */
  readonly character: string | null;
  readonly isOptional: boolean;
  readonly repeats: boolean;
}

function partsOf(glob: string): readonly Part[] | null {
  const parts: Part[] = [];
  let marks = 0;
  for (const character of glob) {
    if (character !== '?') {
      const repeats = character === '*';
      parts.push({ character: repeats ? null : character, isOptional: repeats, repeats });
      marks = 0;
      continue;
    }
    const last = parts.pop();
    // A second mark makes the first one lazy, as does the first one after a star; a further one is no pattern.
    if (last === undefined || ++marks > (last.repeats ? 1 : 2)) return null;
    parts.push({ ...last, isOptional: true });
  }
  return parts;
}

function fits(parts: readonly Part[], text: string): boolean {
  return isWhole(parts, text) || (text.endsWith('\n') && isWhole(parts, text.slice(0, -1)));
}

/** Goes over the text once, with all parts that may come next: no pattern takes long. */
function isWhole(parts: readonly Part[], text: string): boolean {
  let open = reach(parts, new Set([0]));
  for (const character of text) {
    const next = new Set<number>();
    for (const index of open) {
      const part = parts[index];
      if (part === undefined) continue;
      if (part.character === null ? character === '\n' : character !== part.character) continue;
      next.add(part.repeats ? index : index + 1);
    }
    if (next.size === 0) return false;
    open = reach(parts, next);
  }
  return open.has(parts.length);
}

function reach(parts: readonly Part[], from: ReadonlySet<number>): ReadonlySet<number> {
  const open = new Set(from);
  // A set that grows while it is gone over: what is added is gone over as well.
  for (const index of open) if (parts[index]?.isOptional) open.add(index + 1);
  return open;
}
