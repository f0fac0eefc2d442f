import { statSync } from 'node:fs';
import { join } from 'node:path';
import { toAssetPath } from '../../path.ts';
import { entityTag, type Served } from '../../serving/index.ts';
import type { Contents } from '../http/content.ts';
import { chooseEncoding } from '../http/negotiation.ts';
import type { Offer } from '../http/send.ts';

/** A folder whose files are served below one URL. */
export interface Folder {
  /** Absolute. */
  readonly root: string;
  readonly indexFile: string | null;
  readonly allowAllOrigins: boolean;
  /** How a file is served. `exists` tells of files in this folder. */
  serve(path: string, exists: (path: string) => boolean): Served;
  /** The hash in the name of a file; `null` if it has none, and its bytes have to be asked. */
  hashOf(path: string): string | null;
}

/** What is at a path below the URL of a folder. */
export type Found = { readonly offer: Offer } | { readonly redirect: string };

/**
 * Finds what a folder has for a path: a file in the coding that the client likes best, the index file of a folder, or where
 * that is. `null` if there is nothing, or nothing that is served.
 */
export async function findIn(
  folder: Folder,
  path: string,
  accepted: string | undefined,
  contents: Contents,
): Promise<Found | null> {
  const { root, indexFile } = folder;
  const exists = (other: string): boolean => isFile(join(root, other));
  if (indexFile !== null) {
    if (path === '' || path.endsWith('/'))
      return offerOf(folder, path + indexFile, accepted, contents, exists);
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (name === indexFile && exists(path)) return { redirect: './' };
    if (exists(`${path}/${indexFile}`)) return { redirect: `${encodeURIComponent(name)}/` };
  }
  return offerOf(folder, path, accepted, contents, exists);
}

async function offerOf(
  folder: Folder,
  path: string,
  accepted: string | undefined,
  contents: Contents,
  exists: (path: string) => boolean,
): Promise<Found | null> {
  const { root } = folder;
  // A path that is written in another way than its file is called names nothing.
  if (toAssetPath(path) !== path) return null;
  const original = contents.of(join(root, path));
  if (original === null) return null;
  const served = folder.serve(path, exists);
  if (served.hidden || served.variantOf !== null) return null;
  const codings = served.encodings.map(({ encoding }) => encoding as string);
  const chosen = chooseEncoding(accepted, codings);
  const variant = served.encodings.find(({ encoding }) => encoding === chosen);
  const variantContent = variant === undefined ? null : contents.of(join(root, variant.path));
  const content = variantContent ?? original;
  const encoding = variantContent === null ? null : chosen;
  const digest = folder.hashOf(path) ?? (await original.digest());
  return {
    offer: {
      content,
      etag: entityTag(digest, encoding),
      always: [
        ...(served.cacheControl === null ? [] : ['Cache-Control', served.cacheControl]),
        ...(codings.length > 0 ? ['Vary', 'Accept-Encoding'] : []),
        ...(folder.allowAllOrigins ? ['Access-Control-Allow-Origin', '*'] : []),
        ...['X-Content-Type-Options', 'nosniff'],
      ],
      described: [
        ...['Content-Type', served.contentType],
        ...(encoding === null ? [] : ['Content-Encoding', encoding]),
      ],
    },
  };
}

export function isFile(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}
