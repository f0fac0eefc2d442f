import type { Destination, Problem } from '../../types.ts';
import { HEADER_NAMES } from '../headers.ts';

/** What a header of HTTP holds; the others end in errors of the client, or in signatures that do not match. */
const FIT = /^[\x20-\x7e\t]*$/;
/** Google's API takes headers as JSON. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const FIT_FOR_JSON = /^[^\x00-\x08\x0a-\x1f\x7f]*$/;
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/** What the settings give every object, and no store could be sent. */
export function headerProblems(destination: Destination): readonly Problem[] {
  const { store, headers, traits, mutableCacheControl, mediaTypes } = destination;
  const fit = store.kind === 'gcs' ? FIT_FOR_JSON : FIT;
  const { expires } = headers;
  const texts = [
    // Of a time that is none, its own words tell.
    ...HEADER_NAMES.map(([field, name]) => [name, field === 'expires' ? undefined : headers[field]]),
    ['CACHE_CONTROL', mutableCacheControl],
    ...Object.entries(mediaTypes).map(([extension, type]) => [`CONTENT_TYPES (${extension})`, type]),
    ...Object.entries(headers.metadata ?? {}).map(([name, text]) => [`The metadata ${name}`, text]),
    ['The ACL', traits.acl],
    ['The storage class', traits.storageClass],
    ...Object.entries(traits.extra ?? {}),
  ];
  const unfit = texts.flatMap(([name, text]) =>
    typeof text !== 'string' || fit.test(text)
      ? []
      : [problem(`${name} has a character that no header can hold: ${JSON.stringify(text)}`, destination)],
  );
  const names = Object.keys(headers.metadata ?? {}).filter((name) => !NAME.test(name));
  return [
    ...unfit,
    ...names.map((name) =>
      problem(`No header can be called ${JSON.stringify(name)} (metadata)`, destination),
    ),
    ...(expires !== undefined && Number.isNaN(Date.parse(expires))
      ? [problem(`Expires is no time: ${JSON.stringify(expires)}`, destination)]
      : []),
  ];
}

function problem(message: string, { from }: Destination): Problem {
  const isName = message.startsWith('Content-Disposition');
  const hint = isName
    ? " A name in other letters is written percent-encoded: filename*=UTF-8''%C3%BC.css."
    : '';
  return { code: 'publish-header', severity: 'error', message, hint: `Change it in ${from}.${hint}` };
}
