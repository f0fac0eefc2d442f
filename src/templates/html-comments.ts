/** A stretch of HTML text that is no markup: a comment, or what `<script>` and `<style>` hold. Offsets are those of the text. */
export interface RawText {
  readonly kind: 'comment' | 'script' | 'style';
  readonly start: number;
  readonly end: number;
  /** Where its content starts: behind the opening tag. */
  readonly inner: number;
}

const OPENING = /<!--|<(script|style)\b[^<>]*>/gi;
const CLOSING = { comment: /-->/g, script: /<\/script\s*>/gi, style: /<\/style\s*>/gi } as const;

/** Finds comments, scripts and styles, in time that only grows with the length of the text. One without an end is none. */
export function rawTextsIn(html: string): readonly RawText[] {
  const found: RawText[] = [];
  const endless = new Set<RawText['kind']>();
  OPENING.lastIndex = 0;
  for (let match = OPENING.exec(html); match !== null; match = OPENING.exec(html)) {
    const kind = (match[1]?.toLowerCase() ?? 'comment') as RawText['kind'];
    if (endless.has(kind)) continue;
    const inner = OPENING.lastIndex;
    const closing = CLOSING[kind];
    closing.lastIndex = inner;
    if (closing.exec(html) === null) {
      endless.add(kind);
      continue;
    }
    found.push({ kind, start: match.index, end: closing.lastIndex, inner });
    OPENING.lastIndex = closing.lastIndex;
  }
  return found;
}

/** Makes a function that tells whether an offset lies in a comment. Quick for offsets that grow. */
export function commentsOf(html: () => string): (offset: number) => boolean {
  let comments: readonly RawText[] | undefined;
  let at = 0;
  return (offset) => {
    comments ??= rawTextsIn(html()).filter(({ kind }) => kind === 'comment');
    if ((comments[at]?.start ?? 0) > offset) at = 0;
    while ((comments[at]?.end ?? Number.POSITIVE_INFINITY) <= offset) at += 1;
    const next = comments[at];
    return next !== undefined && next.start <= offset;
  };
}
