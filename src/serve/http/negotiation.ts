import Negotiator from 'negotiator';

/** The types of negotiator lack the options that came with 1.0. */
interface EncodingNegotiator {
  encodings(
    available: readonly string[],
    options: { readonly preferred: readonly string[] },
  ): readonly string[];
}

/** The coding of bytes that nobody has compressed. */
export const IDENTITY = 'identity';

/**
 * Chooses one of the codings there are (besides `identity`) by the q-values of Accept-Encoding; of equally welcome ones the
 * first of `offered`. If a client refuses all of them, `identity` is sent nevertheless, as other servers do.
 */
export function chooseEncoding(accepted: string | undefined, offered: readonly string[]): string {
  if (accepted === undefined || offered.length === 0) return IDENTITY;
  const negotiator: EncodingNegotiator = new Negotiator({ headers: { 'accept-encoding': accepted } });
  const all = [...offered, IDENTITY];
  return negotiator.encodings(all, { preferred: all })[0] ?? IDENTITY;
}
