import { isSecretName } from './names.ts';

/** A piece of a text: `start` included, `end` not. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A name: bare, or quoted as a key of a dict. What stands before it tells an argument from an item of a list. */
const NAME = /(?<!\w)(["']?)([A-Za-z_][\w-]*)\1/g;
/** Between a name and its value: `=`, `+=`, `:`, `=>`, a type, the bracket that closes `["NAME"]`. */
const SEPARATOR = /(?:\s*\])?\s*(?::\s*[A-Za-z_][\w.[\], |]{0,80}?\s*)?(?:\|\|=|\?\?=|[+|]?=(?!=)>?|:)\s*/y;
/** Between a quoted name that is an argument and the next one: `get("NAME", default="value")`. */
const NEXT_ARGUMENT = /\s*,\s*(?:default\s*=\s*)?/y;
const LITERAL = /(?:[rbfuRBFU]{0,2})("""|'''|["'`])/y;
/** The next member of the same dict or call, or what ends a statement. */
const NEXT_KEY = /,\s*(?:["'][^"'\n]*["']\s*:|[A-Za-z_]\w*\s*=(?!=))|[\n;&]/y;
const BARE = /[^\s,;&)}\]"'`]+/y;
/** What goes on behind a bare word: the rest belongs to the value. */
const OPERATOR = /\s*(?:[-+|%*/?.([{]|(?:or|and|if|else|not|in)\b)/y;
/** `NAME=value` as files of variables have it: the value is all that follows. */
const VARIABLE_LINE = /(?:^|\n)[ \t]*(?:export[ \t]+)?[\w-]+=$/;
/** An expression, which holds no secret itself: `os.environ[`, `config(`, None. */
const EXPRESSION = /^(?:[A-Za-z_][\w.]*[([{]|(?:None|True|False|null|true|false|str|int|bytes)$)|^[([{]+$/;

/** Finds passwords, tokens and keys in a text: behind their names, in URLs, and by their own look. */
export function secretSpans(text: string): readonly Span[] {
  return merged([...named(text), ...inUrls(text), ...byShape(text)]);
}

function named(text: string): Span[] {
  const found: Span[] = [];
  let done = 0;
  const take = (values: Values): void => {
    found.push(...values.spans);
    done = Math.max(done, values.end);
  };
  for (const match of text.matchAll(NAME)) {
    const [whole, quote = '', name = ''] = match;
    const end = match.index + whole.length;
    if (match.index < done || !isSecretName(name)) continue;
    const value = after(SEPARATOR, text, end);
    if (value !== null) take(valuesFrom(text, value, true));
    else if (quote !== '' && isArgument(text, match.index, name)) {
      const next = after(NEXT_ARGUMENT, text, end) ?? after(/\s*[\])]+/y, text, end);
      if (next !== null) take(valuesFrom(text, next, false));
    }
  }
  return found;
}

/** In a list of words, `"token", "blog"`, the one says nothing of the other. */
function isArgument(text: string, start: number, name: string): boolean {
  return name === name.toUpperCase() || /\(\s*$/.test(text.slice(Math.max(0, start - 8), start));
}

interface Values {
  readonly spans: readonly Span[];
  /** How far was looked. */
  readonly end: number;
}

/** Every literal from `start` to the next member of the same level, and with `mayBeBare` what stands there without quotes. */
function valuesFrom(text: string, start: number, mayBeBare: boolean): Values {
  const spans: Span[] = [];
  const bare = mayBeBare ? matchAt(BARE, text, start) : null;
  let at = start;
  let depth = 0;
  if (bare !== null && !EXPRESSION.test(bare) && literalAt(text, start) === null) {
    const line = VARIABLE_LINE.test(text.slice(Math.max(0, start - 200), start));
    at = start + (line ? (matchAt(/[^\n]*/y, text, start) ?? '').length : bare.length);
    spans.push({ start, end: at });
    if (line || after(OPERATOR, text, at) === null) return { spans, end: at };
  }
  while (at < text.length) {
    if (depth === 0 && at > start && after(NEXT_KEY, text, at) !== null) break;
    const literal = literalAt(text, at);
    if (literal !== null) {
      if (!isVariable(text, at, text.slice(literal.start, literal.end))) spans.push(literal);
      at = literal.after;
      continue;
    }
    const character = text[at] as string;
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (depth < 0) break;
    at += 1;
  }
  return { spans, end: at };
}

/** `environ["SECRET_KEY"]`, `config("SECRET_KEY")`: where the secret is, not what. */
function isVariable(text: string, at: number, literal: string): boolean {
  const isAsked = /\w[([]$/.test(text.slice(Math.max(0, at - 2), at));
  return isAsked && /^[A-Z][A-Z0-9_]*$/.test(literal) && isSecretName(literal);
}

function literalAt(text: string, at: number): (Span & { readonly after: number }) | null {
  LITERAL.lastIndex = at;
  const match = LITERAL.exec(text);
  const quote = match?.[1];
  if (match === null || quote === undefined) return null;
  const start = at + match[0].length;
  let end = start;
  while (end < text.length && !text.startsWith(quote, end)) {
    if (quote.length === 1 && text[end] === '\n') break;
    end += text[end] === '\\' ? 2 : 1;
  }
  end = Math.min(end, text.length);
  return { start, end, after: Math.min(text.length, end + quote.length) };
}

const WITH_PASSWORD = /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@"'`]{0,200}:([^\s"'`]{1,2000})@/gi;
const WITH_TOKEN = /\b[a-z][a-z0-9+.-]{0,20}:\/\/([^\s:/@"'`]{16,400})@/gi;

function inUrls(text: string): Span[] {
  const found: Span[] = [];
  for (const match of text.matchAll(WITH_PASSWORD)) {
    const password = match[1] as string;
    // A port and a path that has an `@`: `https://host:8000/a@2x.png`.
    if (/^\d{1,5}\//.test(password)) continue;
    const start = match.index + match[0].length - 1 - password.length;
    found.push({ start, end: start + password.length });
  }
  for (const match of text.matchAll(WITH_TOKEN)) {
    const token = match[1] as string;
    const start = match.index + match[0].length - 1 - token.length;
    found.push({ start, end: start + token.length });
  }
  return found;
}

/** Secrets that are known by their look: private keys, and what AWS, GitHub, GitLab, Slack, Stripe, Google and JWT make. */
const SHAPES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?=["'`])|$)/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bgh[opsur]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bxox[abeprs]-[\w-]{10,}/g,
  /\b(?:sk|rk|whsec)_(?:live|test)_[A-Za-z0-9]{10,}|\bAIza[\w-]{30,}/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /\bdjango-insecure-[^\s"'`]+/g,
];
/** A quoted text without any word in it: what is long and mixed is a key. */
const MIXED = /(?<=["'`])[A-Za-z0-9+/_=-]{32,}(?=["'`])/g;

function byShape(text: string): Span[] {
  const shaped = SHAPES.flatMap((shape) => [...text.matchAll(shape)]);
  const mixed = [...text.matchAll(MIXED)].filter(
    ([run]) => /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run) && !/[a-z]{7}/.test(run),
  );
  return [...shaped, ...mixed].map(({ index, 0: run }) => ({ start: index, end: index + run.length }));
}

function after(pattern: RegExp, text: string, at: number): number | null {
  const found = matchAt(pattern, text, at);
  return found === null || found === '' ? null : at + found.length;
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function merged(spans: readonly Span[]): readonly Span[] {
  const sorted = spans.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start);
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of sorted) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}
