import { MASK, maskLine } from './mask.ts';
import { secretSpans } from './spans.ts';

/** How many lines around a place may hold the name of a secret that stands in it: a key on the line before. */
const BEFORE = 40;
const AFTER = 10;
/** Shorter ones would be found in words that are none. */
const SHORTEST = 6;

/** The secrets on the lines around a line (from 1) of a source, each in pieces of one line, the longest first. */
function secretsAround(lines: readonly string[], line: number): readonly string[] {
  const text = lines.slice(Math.max(0, line - 1 - BEFORE), line + AFTER).join('\n');
  const pieces = secretSpans(text).flatMap(({ start, end }) => text.slice(start, end).split('\n'));
  return pieces.filter((piece) => piece.trim() !== '').sort((a, b) => b.length - a.length);
}

/** A line (from 1) without the secrets that only the lines around it give away: their characters are stars, so that columns hold. */
export function sourceLine(lines: readonly string[], line: number): string | undefined {
  const whole = lines[line - 1];
  if (whole === undefined) return undefined;
  const shown = maskLine(whole, 1).text;
  return secretsAround(lines, line)
    .filter((secret) => shown.includes(secret))
    .reduce((text, secret) => text.replaceAll(secret, '*'.repeat(secret.length)), whole);
}

/** What is said of a place in a source, without the secrets that stand around it. */
export function maskNear(text: string, lines: readonly string[], line: number): string {
  return secretsAround(lines, line)
    .filter((secret) => secret.length >= SHORTEST)
    .reduce((shown, secret) => shown.replaceAll(secret, MASK), text);
}
