/** Percent-encodes a path as Django's `filepath_to_uri` does. */
export function uriPath(path: string): string {
  return encodeURI(path).replace(/[#?:@&=+$,;]/g, percent);
}

/** Percent-encodes a path as botocore, Azure's and Google's clients do: all but letters, digits, `-._~` and slashes. */
export function rfc3986(path: string): string {
  return encodeURIComponent(path)
    .replace(/[!'()*]/g, percent)
    .replaceAll('%2F', '/');
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
