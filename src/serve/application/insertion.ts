import { Transform } from 'node:stream';

/** Elements whose text is no markup: a `</head>` in them ends nothing. */
const RAW = /^<(script|style|title|textarea|noscript|template|xmp|iframe)(?=[\s/>])/i;
/** Where the head of a page ends. Its end tag may be left out before the body. */
const END_OF_HEAD = /^<(?:\/head|body)(?=[\s/>])/i;
/** Characters of the longest beginning that must be whole to be told: `</textarea>` and what follows it. */
const LONGEST = 16;

/**
 * Makes a stream that inserts `tag` where the head of a page ends, and changes nothing else. A page without that place stays as
 * it is: it is a fragment. Bytes pass as they come; no more is held back than the beginning of a tag. For encodings in which
 * markup is ASCII.
 */
export function insertBeforeHeadEnd(tag: string): Transform {
  let state: State = { inside: null, held: '' };
  let isDone = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (isDone) return done(null, chunk);
      const result = scan(state, chunk.toString('latin1'));
      state = result.state;
      if (result.at === null) return done(null, Buffer.from(result.text, 'latin1'));
      isDone = true;
      const before = Buffer.from(result.text.slice(0, result.at), 'latin1');
      const after = Buffer.from(result.text.slice(result.at), 'latin1');
      done(null, Buffer.concat([before, Buffer.from(tag), after]));
    },
    flush(done) {
      done(null, isDone ? undefined : Buffer.from(state.held, 'latin1'));
    },
  });
}

interface State {
  /** The end that is looked for, where the text is in a comment or an element without markup. */
  readonly inside: string | null;
  /** Text that may be the beginning of a tag. */
  readonly held: string;
}

interface Scan {
  readonly state: State;
  /** The text that may be sent on; with `at`, all there is. */
  readonly text: string;
  /** The place in `text` to insert at; `null` if it has not come yet. */
  readonly at: number | null;
}

function scan({ inside, held }: State, chunk: string): Scan {
  const text = held + chunk;
  let end = inside;
  let at = 0;
  for (;;) {
    const next = end === null ? text.indexOf('<', at) : indexOfEnd(text, end, at);
    if (next === -1) return until(text, Math.max(at, text.length - (end === null ? 0 : LONGEST)), end);
    if (end !== null) {
      at = next + end.length;
      end = null;
      continue;
    }
    const rest = text.slice(next, next + LONGEST);
    if (END_OF_HEAD.test(rest)) return { state: { inside: null, held: '' }, text, at: next };
    if (rest.length < LONGEST && next + rest.length === text.length && !rest.includes('>'))
      return until(text, next, null);
    end = rest.startsWith('<!--') ? '-->' : rawEnd(rest);
    at = next + 1;
  }
}

function until(text: string, length: number, inside: string | null): Scan {
  return { state: { inside, held: text.slice(length) }, text: text.slice(0, length), at: null };
}

function rawEnd(rest: string): string | null {
  const name = RAW.exec(rest)?.[1];
  return name === undefined ? null : `</${name.toLowerCase()}`;
}

function indexOfEnd(text: string, end: string, from: number): number {
  return end === '-->' ? text.indexOf(end, from) : text.toLowerCase().indexOf(end, from);
}
