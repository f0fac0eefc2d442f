/** `.env` files as django-environ reads them. */
import { BLANK_CLASS, splitLines } from '../../../../text/blanks.ts';

const BLANKS = `[${BLANK_CLASS}]*`;
const QUOTED = new RegExp(`^${BLANKS}'(.*)'${BLANKS}(?:#.*)?$`, 's');
const LINE = /^(?:export )?([A-Za-z_0-9]+)=(.*)$/s;

/** Names and values in the order of the file; of equal names the last. Lines it can't read are passed over, as there. */
export function parseEnv(text: string, comments: boolean): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of splitLines(text)) {
    const match = LINE.exec(line);
    if (match !== null) values.set(match[1] as string, unquoted(match[2] as string, comments));
  }
  return values;
}

function unquoted(given: string, comments: boolean): string {
  const value = comments ? withoutComment(given) : (/^'(.*)'$/s.exec(given)?.[1] ?? given);
  const quoted = /^"(.*)"$/s.exec(value);
  // Only \r, \n and \t keep their backslash, for `env.str(multiline=True)` to replace.
  return quoted === null
    ? value
    : (quoted[1] as string).replace(/\\(.)/gs, (whole, letter: string) =>
        'rnt'.includes(letter) ? whole : letter,
      );
}

function withoutComment(value: string): string {
  const single = QUOTED.exec(value);
  return single === null ? (/^(.*?)(?:#.*)?$/s.exec(value)?.[1] ?? value) : (single[1] as string);
}
