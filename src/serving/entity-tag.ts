/**
 * Returns a strong ETag: `"2a9e56eeb936-br"`. `digest` identifies the bytes of the original: the hash in a name of the
 * manifest, or a digest of the content. Each coding has a tag of its own, as its bytes are others.
 */
export function entityTag(digest: string, encoding: string | null = null): string {
  return encoding === null ? `"${digest}"` : `"${digest}-${encoding}"`;
}
