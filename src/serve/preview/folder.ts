import { join } from 'node:path';
import { toAssetPath } from '../../path.ts';
import { entityTag, type Served } from '../../serving/index.ts';
import type { Content, Contents } from '../http/content.ts';
import type { LookUp } from '../http/look-up.ts';
import { makeOffer, type Offer } from '../http/send.ts';
import { makePlans, type Plan } from './plans.ts';

/** A folder whose files are served below one URL. */
export interface FolderSpec {
  /** Absolute. */
  readonly root: string;
  readonly indexFile: string | null;
  readonly allowAllOrigins: boolean;
  /** How a file is served. `exists` tells of files in this folder. */
  readonly serve: (path: string, exists: (path: string) => boolean) => Served;
  /** The hash in the name of a file; `null` if it has none, and its bytes have to be asked. */
  readonly hashOf: (path: string) => string | null;
  readonly contents: Contents;
  readonly lookUp: LookUp;
}

/** What is at a path below the URL of a folder. */
export type Found = { readonly offer: Offer } | { readonly redirect: string };

export interface Folder {
  /**
   * Finds what the folder has for a path: a file in the coding that the client likes best, the index file of a folder, or where
   * that is. `null` if there is nothing, or nothing that is served.
   */
  find(path: string, accepted: string | undefined): Promise<Found | null>;
}

export function makeFolder(spec: FolderSpec): Folder {
  const { root, indexFile, lookUp } = spec;
  const exists = (path: string): boolean => lookUp(join(root, path))?.isFile() ?? false;
  const planFor = makePlans(root, lookUp, (path) => spec.serve(path, exists));
  const offerFor = async (path: string, accepted: string | undefined): Promise<Found | null> => {
    // A path that is written in another way than its file is called names nothing.
    if (toAssetPath(path) !== path) return null;
    const plan = planFor(path);
    const { served } = plan;
    const original = served.hidden || served.variantOf !== null ? null : spec.contents.of(plan.file);
    return original === null ? null : { offer: await offerOf(spec, path, plan, original, accepted) };
  };
  return {
    async find(path, accepted) {
      if (indexFile !== null) {
        if (path === '' || path.endsWith('/')) return offerFor(path + indexFile, accepted);
        const name = path.slice(path.lastIndexOf('/') + 1);
        if (name === indexFile && exists(path)) return { redirect: './' };
        if (exists(`${path}/${indexFile}`)) return { redirect: `${encodeURIComponent(name)}/` };
      }
      return offerFor(path, accepted);
    },
  };
}

async function offerOf(
  { contents, hashOf, allowAllOrigins }: FolderSpec,
  path: string,
  plan: Plan,
  original: Content,
  accepted: string | undefined,
): Promise<Offer> {
  const { served, offers } = plan;
  const chosen = plan.choose(accepted);
  const variantFile = plan.variantFile(chosen);
  const variant = variantFile === undefined ? null : contents.of(variantFile);
  const content = variant ?? original;
  const encoding = variant === null ? null : chosen;
  const digest = hashOf(path) ?? (await original.digest());
  const etag = entityTag(digest, encoding);
  const known = offers.get(content);
  if (known?.etag === etag) return known;
  const offer = makeOffer({
    content,
    etag,
    always: [
      ...(served.cacheControl === null ? [] : ['Cache-Control', served.cacheControl]),
      ...(served.encodings.length > 0 ? ['Vary', 'Accept-Encoding'] : []),
      ...(allowAllOrigins ? ['Access-Control-Allow-Origin', '*'] : []),
      ...['X-Content-Type-Options', 'nosniff'],
    ],
    described: [
      ...['Content-Type', served.contentType],
      ...(encoding === null ? [] : ['Content-Encoding', encoding]),
    ],
  });
  offers.set(content, offer);
  return offer;
}
