/** A text with its prefix and what is in it, a comment, a bracket, a word, blanks. */
const PART =
  /(?<prefix>(?<!\w)[rRuUbB]{0,2})(?<quote>'''|"""|'(?!'')|"(?!""))(?<inside>(?:\\.|(?!\k<quote>)[^\\])*)\k<quote>|#.*|\d[\dj.]*(?=if\b)|\w+|[ \t]+|./g;

interface Part {
  readonly text: string;
  /** Brackets that are open before it. */
  readonly depth: number;
  readonly literal: { readonly prefix: string; readonly inside: string } | undefined;
}

/**
 * Rewrites what stands on the first line of a `case`: joins texts beside each other, sets a sequence without brackets in some, and the
 * pattern off from its word. `undefined` for what is no case.
 */
export function repairedCase(word: string, rest: string): string | undefined {
  const parts = partsOf(rest);
  const colon = parts.findIndex(({ text, depth }) => text === ':' && depth === 0);
  if (colon < 0) return undefined;
  const guard = parts.findIndex(({ text, depth }) => text === 'if' && depth === 0);
  const end = guard < 0 || guard > colon ? colon : guard;
  const pattern = parts.slice(0, end);
  const behind = parts.slice(end).map(({ text }) => text);
  const words = joined(pattern).join('');
  const isSequence = pattern.some(({ text, depth }) => text === ',' && depth === 0);
  return `${word}${isSequence ? `[${words}]` : ` ${words.trim()} `}${behind.join('')}`;
}

function partsOf(line: string): readonly Part[] {
  let depth = 0;
  return [...line.matchAll(PART)].map(([text, prefix, quote, inside]) => {
    if (')]}'.includes(text)) depth -= 1;
    const part = { text, depth, literal: quote === undefined ? undefined : { prefix, inside } } as Part;
    if ('([{'.includes(text)) depth += 1;
    return part;
  });
}

/** The texts of the parts, those of literals that nothing but blanks parts as one. */
function joined(parts: readonly Part[]): readonly string[] {
  const texts: string[] = [];
  let run: Part[] = [];
  const end = (): void => {
    texts.push(...(asOne(run) ?? run.map(({ text }) => text)));
    run = [];
  };
  for (const part of parts) {
    const isBlank = part.text.trim() === '';
    if (part.literal === undefined && !(isBlank && run.length > 0)) {
      end();
      texts.push(part.text);
    } else run.push(part);
  }
  end();
  return texts;
}

/** One literal that says what several say beside each other; `undefined` for one alone, and for bytes beside texts. */
function asOne(run: readonly Part[]): readonly string[] | undefined {
  const literals = run.flatMap(({ literal }) => literal ?? []);
  const kinds = new Set(literals.map(({ prefix }) => (/b/i.test(prefix) ? 'b' : '')));
  const [kind] = kinds;
  if (literals.length < 2 || kind === undefined || kinds.size > 1) return undefined;
  const inside = literals.map(({ prefix, inside: text }) =>
    (/r/i.test(prefix) ? text.replaceAll('\\', '\\\\') : text).replace(/\\.|"/g, (each) =>
      each === '"' ? '\\"' : each,
    ),
  );
  return [`${kind}"${inside.join('')}" `];
}
