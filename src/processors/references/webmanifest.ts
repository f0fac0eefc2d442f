import { isRecord } from '../../text/json.ts';
import { fileName } from './markup.ts';
import type { Reference } from './reference.ts';

// In a web app manifest every `src` names an image: icons, screenshots, icons of shortcuts.
const SOURCE = /"src"\s*:\s*"((?:[^"\\]|\\.)*)"/dg;

/** References to the images of a web app manifest; none in a file that is not valid JSON. */
export function findInWebManifest(text: string): readonly Reference[] {
  if (!isObject(text)) return [];
  return [...text.matchAll(SOURCE)].flatMap((match) =>
    fileName(
      match[1] as string,
      match.indices?.[1]?.[0] ?? 0,
      (raw) => JSON.parse(`"${raw}"`) as string,
      true,
    ),
  );
}

function isObject(text: string): boolean {
  try {
    return isRecord(JSON.parse(text));
  } catch {
    return false;
  }
}
