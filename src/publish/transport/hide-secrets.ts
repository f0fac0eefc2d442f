import { MASK, maskText } from '../../secrets/index.ts';

/** Secrets of fewer characters would turn up in ordinary words. */
const SHORTEST = 6;

/** Returns `text` without `secrets`, plain or percent-encoded, and without what looks like one. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  let hidden = text;
  for (const secret of secrets) {
    if (secret.length < SHORTEST) continue;
    for (const form of new Set([secret, encodeURIComponent(secret)])) hidden = hidden.replaceAll(form, MASK);
  }
  return maskText(hidden);
}
