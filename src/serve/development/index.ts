import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { relative, sep } from 'node:path';
import { isWithin } from '../../path.ts';
import { contentType, entityTag, hasHiddenPart, mediaType, urlHost } from '../../serving/index.ts';
import type { Asset, Problem, Settings } from '../../types.ts';
import type { Treatment } from '../application/forward.ts';
import { insertBeforeHeadEnd } from '../application/insertion.ts';
import { whenWritten } from '../http/being-written.ts';
import { type Content, type Contents, makeContents, withBytes } from '../http/content.ts';
import { makeLookUp } from '../http/look-up.ts';
import { makeIsOwnPage } from '../http/origin.ts';
import { pathBelow, requestPath } from '../http/request-path.ts';
import { makeOffer, type Offer, sendOffer } from '../http/send.ts';
import { sendText, wantsPage } from '../http/text.ts';
import { makeChannel } from '../live/channel.ts';
import { answerLive, LIVE_BASE, liveTag, nonceIn } from '../live/endpoint.ts';
import { makeStamps, STAMP, type Stamps } from '../live/stamps.ts';
import { type Site, type SiteOptions, startSite } from '../site.ts';
import { staticBase } from '../static-url.ts';
import { sendNotFound } from './not-found.ts';
import { openProject, type Project } from './project.ts';

/** A development server that runs. */
export interface DevelopmentSite extends Site {
  /** Path of STATIC_URL. */
  readonly base: string;
  readonly files: number;
  readonly folders: number;
  /** Folders that are watched. */
  readonly watched: number;
  readonly problems: readonly Problem[];
}

/**
 * Serves the static files of a project straight from its finders, and everything else from its application. Pages follow
 * changes. The settings are those of a request `forCheck` and `forServing`. Throws CollectstaticError.
 */
export async function serveDevelopment(settings: Settings, options: SiteOptions): Promise<DevelopmentSite> {
  const base = staticBase(settings);
  const channel = makeChannel();
  const lookUp = makeLookUp();
  const urls = (paths: readonly string[]): readonly string[] => paths.map((path) => base + path);
  const stamps = makeStamps({
    staticUrl: settings.referenceUrl ?? settings.staticUrl ?? '',
    isFile: (path) => project.catalogue().assets.has(path),
  });
  const project: Project = await openProject(settings, {
    lookUp,
    onChange({ reload, styles, others }) {
      stamps.note([...styles, ...others]);
      channel.tell({ reload, styles: urls(styles), others: urls(others) });
    },
    onError: options.onError,
  });
  const isOwnPage = makeIsOwnPage(options.host);
  const answerStatic = makeAnswer(settings, base, project, stamps, makeContents(lookUp));
  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<boolean> => {
    const path = requestPath(req.url ?? '');
    const isOwn = isOwnPage(req);
    if (path?.startsWith(LIVE_BASE)) {
      answerLive(req, res, { channel, path, isOwn });
      return true;
    }
    return answerStatic(req, res, path, isOwn);
  };
  try {
    const site = await startSite(options, answer, (req) => pageTreatment(req, () => channel.now()));
    const { assets, locations } = project.catalogue();
    return {
      ...site,
      base,
      files: assets.size,
      folders: locations.length,
      watched: project.watched,
      problems: project.problems(),
      async close() {
        project.close();
        await site.close();
      },
    };
  } catch (error) {
    project.close();
    throw error;
  }
}

type AnswerStatic = (
  req: IncomingMessage,
  res: ServerResponse,
  path: string | null,
  isOwn: boolean,
) => Promise<boolean>;

function makeAnswer(
  settings: Settings,
  base: string,
  project: Project,
  stamps: Stamps,
  contents: Contents,
): AnswerStatic {
  const offerOf = offerMaker(settings);
  return async (req, res, path, isOwn) => {
    // A path that is no text names neither a file nor, as far as anybody can tell, a page: the application decides.
    if (path === null || !path.startsWith(base)) return false;
    const below = pathBelow(base, path);
    const asset = below === null || below === '' || hasHiddenPart(below) ? null : await project.find(below);
    const whole = asset === null ? null : await whenWritten(contents, asset.source);
    const content = asset === null || whole === null ? null : contentFor(req, asset, whole, stamps);
    if (base === '/' && content === null) return false;
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      sendText(req, res, 405, 'Static files can only be read.\n', ['Allow', 'GET, HEAD']);
    } else if (asset === null || content === null) {
      if (isOwn) sendNotFound(req, res, path.slice(base.length), base, project.catalogue());
      else sendText(req, res, 404, 'There is no such static file.\n');
    } else {
      await sendOffer(req, res, await offerOf(asset, content, isOwn));
    }
    return true;
  };
}

/** Returns what is sent: of a style sheet that a page swaps, one that leads to what has changed. */
function contentFor(req: IncomingMessage, { path }: Asset, content: Content, stamps: Stamps): Content {
  const { bytes } = content;
  if (bytes === null || !path.endsWith('.css') || !isUtf8(bytes)) return content;
  if (!req.url?.includes(`${STAMP}=`)) return content;
  return withBytes(content, Buffer.from(stamps.rewrite(path, bytes.toString('utf8'))));
}

type OfferOf = (asset: Asset, content: Content, isOwn: boolean) => Offer | Promise<Offer>;

interface Made {
  readonly asset: Asset;
  readonly offer: Offer;
}

/**
 * Makes offers: always asked for again, and with the name of the source for pages of this machine. An offer is made once for
 * the content that it offers.
 */
function offerMaker({ cwd, staticUrl, serving }: Settings): OfferOf {
  // With a STATIC_URL on a host of its own, pages of another origin use the files.
  const origin = urlHost(staticUrl ?? '') === null ? [] : ['Access-Control-Allow-Origin', '*'];
  const always = ['Cache-Control', 'no-cache', 'X-Content-Type-Options', 'nosniff', ...origin];
  const made = { own: new WeakMap<Content, Made>(), foreign: new WeakMap<Content, Made>() };
  const make = async ({ path, source }: Asset, content: Content, isOwn: boolean): Promise<Offer> => {
    const type = contentType(mediaType(path, serving?.mimetypes), serving?.charset);
    const shown = isWithin(source.file, cwd, sep) ? relative(cwd, source.file) : source.file;
    const named = isOwn ? ['X-Collectstatic-Source', headerText(shown)] : [];
    const described = ['Content-Type', type, ...named];
    return makeOffer({ content, etag: entityTag(await content.digest()), always, described });
  };
  return (asset, content, isOwn) => {
    const offers = isOwn ? made.own : made.foreign;
    const known = offers.get(content);
    if (known?.asset === asset) return known.offer;
    return make(asset, content, isOwn).then((offer) => {
      offers.set(content, { asset, offer });
      return offer;
    });
  };
}

/** Percent-encodes what a header can't hold. */
function headerText(path: string): string {
  return path.replace(/[^!-$&-~ ]+/g, (text) =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );
}

/** Treats a page on its way: only there the application must not compress. */
function pageTreatment(req: IncomingMessage, now: () => string): Treatment | undefined {
  if (!isPageRequest(req)) return undefined;
  return {
    dropRequest: ['accept-encoding'],
    transform({ headers, statusCode }) {
      const type = headers['content-type'] ?? '';
      const encoding = headers['content-encoding'] ?? 'identity';
      if (!/^\s*text\/html\b/i.test(type) || /charset\s*=\s*"?utf-(?:16|32)/i.test(type)) return null;
      if (encoding !== 'identity' || statusCode === 206) return null;
      const policies = [headers['content-security-policy'] ?? []].flat();
      return insertBeforeHeadEnd(liveTag(now(), nonceIn(policies)));
    },
  };
}

/** True if a browser asks for a page to show, and no script for a part of one. */
function isPageRequest(req: IncomingMessage): boolean {
  const { headers } = req;
  const destination = headers['sec-fetch-dest'];
  const isShown = destination === undefined || /^(?:document|iframe|frame)$/.test(destination.toString());
  const isFragment = headers['hx-request'] !== undefined || headers['x-requested-with'] !== undefined;
  return req.method === 'GET' && wantsPage(req) && isShown && !isFragment;
}
