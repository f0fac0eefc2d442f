import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { CollectstaticError } from '../../errors.ts';
import { servingRules } from '../../serving/index.ts';
import { requireStaticRoot } from '../../static-root.ts';
import type { Problem, ServingSpec, Settings } from '../../types.ts';
import { makeContents } from '../http/content.ts';
import { type LookUp, makeLookUp } from '../http/look-up.ts';
import { pathBelow, requestPath } from '../http/request-path.ts';
import { sendOffer } from '../http/send.ts';
import { sendText } from '../http/text.ts';
import { type Site, type SiteOptions, startSite } from '../site.ts';
import { staticBase } from '../static-url.ts';
import { type Folder, type FolderSpec, makeFolder } from './folder.ts';
import { type Released, releaseReader } from './released.ts';

/** A preview that runs. */
export interface PreviewSite extends Site {
  /** Path of STATIC_URL. */
  readonly base: string;
  readonly staticRoot: string;
  /** The folder that is served at `/`; `null` for none. */
  readonly root: string | null;
  /** Files that the manifest names. */
  readonly hashed: number;
  readonly problems: readonly Problem[];
}

/**
 * Serves STATIC_ROOT as a production server does, and everything else from the application. The settings are those of a
 * request `forServing`. Throws CollectstaticError, also if STATIC_ROOT is not whole.
 */
export async function servePreview(settings: Settings, options: SiteOptions): Promise<PreviewSite> {
  const base = staticBase(settings);
  const { staticRoot } = requireStaticRoot(settings);
  const serving = servingOf(settings);
  const lookUp = makeLookUp();
  const read = releaseReader(settings, lookUp);
  const first = read();
  const foldersNow = folderMaker(settings, serving, staticRoot, first, { read, lookUp });
  const site = await startSite(options, async (req, res) => {
    const path = requestPath(req.url ?? '');
    if (path === null) return false;
    const { statics, root } = foldersNow();
    if (await answerFrom(statics, base, req, res, path)) return true;
    if (root !== null && (await answerFrom(root, '/', req, res, path))) return true;
    if (!path.startsWith(base) || base === '/') return false;
    if (isRead(req)) sendText(req, res, 404, `STATIC_ROOT has no file ${path.slice(base.length)}\n`);
    else sendOnlyRead(req, res);
    return true;
  });
  return {
    ...site,
    base,
    staticRoot,
    root: serving.root,
    hashed: first.hashes.size,
    problems: [...settings.problems, ...serving.notFollowed.map(notFollowed)],
  };
}

/** Answers with what the folder has for a path. Returns false if it has nothing. */
async function answerFrom(
  folder: Folder,
  base: string,
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
): Promise<boolean> {
  const below = pathBelow(base, path);
  if (below === null) return false;
  const found = await folder.find(below, req.headers['accept-encoding']?.toString());
  if (found === null) return false;
  if (!isRead(req)) sendOnlyRead(req, res);
  else if ('offer' in found) await sendOffer(req, res, found.offer);
  else res.writeHead(302, { Location: found.redirect, 'Content-Length': 0 }).end();
  return true;
}

function isRead({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

function sendOnlyRead(req: IncomingMessage, res: ServerResponse): void {
  sendText(req, res, 405, 'Static files can only be read.\n', ['Allow', 'GET, HEAD']);
}

interface Folders {
  readonly statics: Folder;
  readonly root: Folder | null;
}

interface Readers {
  readonly read: () => Released;
  readonly lookUp: LookUp;
}

/** Makes the folders by the manifest as it is: another run may write a new one while the server goes on. */
function folderMaker(
  settings: Settings,
  serving: ServingSpec,
  staticRoot: string,
  first: Released,
  { read, lookUp }: Readers,
): () => Folders {
  const contents = makeContents(lookUp);
  const make = (released: Released): Folders =>
    foldersOf(settings, serving, released, { staticRoot, contents, lookUp });
  let now = { released: first, folders: make(first) };
  return () => {
    const released = readOr(read, now.released);
    if (released !== now.released) now = { released, folders: make(released) };
    return now.folders;
  };
}

/** While STATIC_ROOT is not whole, the manifest before it is the better one. */
function readOr(read: () => Released, before: Released): Released {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CollectstaticError)) throw error;
    return before;
  }
}

interface Place extends Pick<FolderSpec, 'contents' | 'lookUp'> {
  readonly staticRoot: string;
}

function foldersOf(
  settings: Settings,
  serving: ServingSpec,
  { hashedNames, hashes }: Released,
  { staticRoot, contents, lookUp }: Place,
): Folders {
  const { indexFile, allowAllOrigins, root } = serving;
  const rules = servingRules({
    settings: { ...settings, serving },
    hashedNames,
    exists: (path) => lookUp(join(staticRoot, path))?.isFile() ?? false,
  });
  const statics: FolderSpec = {
    root: staticRoot,
    indexFile,
    allowAllOrigins,
    serve: rules.serve,
    hashOf: (path) => hashes.get(path) ?? null,
    contents,
    lookUp,
  };
  const rooted = root === null ? null : { ...statics, root, serve: rules.serveAtRoot, hashOf: () => null };
  return { statics: makeFolder(statics), root: rooted === null ? null : makeFolder(rooted) };
}

function servingOf({ serving }: Settings): ServingSpec {
  if (serving === null) throw new Error('The settings were not asked for serving');
  return serving;
}

function notFollowed({ name, reason, at }: ServingSpec['notFollowed'][number]): Problem {
  return {
    code: 'setting-not-followed',
    severity: 'warning',
    message: `${name} is not followed: ${reason}`,
    ...(at && { at }),
    hint: 'What it would do is missing in the preview.',
  };
}
