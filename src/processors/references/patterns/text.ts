import type { AssetPath } from '../../../types.ts';

/** A fingerprinted name that has been written into a text, with a made-up hash. Offsets count UTF-16 units. */
export interface Name {
  readonly start: number;
  readonly end: number;
  readonly path: AssetPath;
}

/** A piece of a text that came into the place of another one of the source. */
interface Moved {
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
}

/** The text of a file as the rules so far have left it. */
export interface Rewritten {
  readonly text: string;
  readonly names: readonly Name[];
  readonly moved: readonly Moved[];
}

/** A piece to replace; the offsets of `names` are those in `text`. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly names: readonly Name[];
}

/** Carries out changes, in order and without overlaps, none of which touches a name. */
export function withChanges(before: Rewritten, changes: readonly Change[]): Rewritten {
  const pieces: string[] = [];
  const names: Name[] = [];
  const moved: Moved[] = [];
  const [keepNames, keepMoved] = [shifter(before.names, names), shifter(before.moved, moved)];
  let from = 0;
  let delta = 0;
  for (const { start, end, text, names: added } of changes) {
    keepNames(start, delta);
    keepMoved(start, delta);
    const at = start + delta;
    pieces.push(before.text.slice(from, start), text);
    for (const name of added) names.push({ ...name, start: at + name.start, end: at + name.end });
    const [first, last] = [sourceOffset(before, start), sourceOffset(before, end, true)];
    moved.push({ start: at, end: at + text.length, from: first, to: Math.max(first, last) });
    keepMoved.skip(end);
    delta += text.length - (end - start);
    from = end;
  }
  keepNames(Number.POSITIVE_INFINITY, delta);
  keepMoved(Number.POSITIVE_INFINITY, delta);
  return { text: pieces.join('') + before.text.slice(from), names, moved };
}

interface Shifter {
  /** Takes over what ends up to an offset. */
  (until: number, delta: number): void;
  /** Drops what begins before an offset. */
  skip(until: number): void;
}

function shifter<Piece extends { readonly start: number; readonly end: number }>(
  pieces: readonly Piece[],
  kept: Piece[],
): Shifter {
  let next = 0;
  const take = (until: number, delta: number): void => {
    for (let piece = pieces[next]; piece !== undefined && piece.end <= until; piece = pieces[++next])
      kept.push({ ...piece, start: piece.start + delta, end: piece.end + delta });
  };
  const skip = (until: number): void => {
    while (next < pieces.length && (pieces[next] as Piece).start < until) next++;
  };
  return Object.assign(take, { skip });
}

/** Returns where a place of the text lies in the source: at the start of what was replaced, or behind it. */
export function sourceOffset({ moved }: Rewritten, offset: number, behind = false): number {
  let [low, high] = [0, moved.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moved[middle] as Moved).start <= offset) low = middle + 1;
    else high = middle;
  }
  const last = moved[low - 1];
  if (last === undefined) return offset;
  if (offset >= last.end) return offset - last.end + last.to;
  return behind ? last.to : last.from;
}
