import type { Reference } from '../templates/index.ts';
import { unquote } from '../text/percent-encoding.ts';
import type { Severity } from '../types.ts';
import { intended, leadsOut, type Outcome, outcomeOf } from './outcome.ts';
import type { Site } from './site.ts';

/** A judgement on one reference. */
export interface Verdict {
  readonly code: string;
  readonly severity: Severity;
  /** Begins behind the words for the reference: `"a.css", which no source offers`. */
  readonly words: string;
  readonly hint: string;
  /** The path to write instead, if there is exactly one. */
  readonly replacement?: string;
  /** `missing-static` only: the path that no source offers. */
  readonly missing?: string;
}

/** Judges a reference by the files of the site and by its storage; `null` if nothing is wrong with it. */
export function judge(reference: Reference, site: Site): Verdict | null {
  const { kind, name, isPrefix } = reference;
  if (kind === 'url') return judgeUrl(name, site);
  if (kind === 'media' && /^(?:https?:\/\/|\/)/.test(name)) return null;
  if (isPrefix) return judgeBeginning(reference, site);
  if (kind === 'prefix') return judgePrefixed(name, site);
  return judgePath(name, site);
}

/** True if a reference does no more harm than a URL that leads to no file. */
export function isOnlyLost({ kind, name }: Reference, site: Site): boolean {
  return kind !== 'static' || (site.storageIsKnown && outcomeOf(name, site).kind !== 'raises');
}

function judgePath(name: string, site: Site): Verdict | null {
  const outcome = outcomeOf(name, site);
  const path = intended(name);
  if (outcome.kind === 'served') return judgeServed(name, path, outcome.isFolder, site);
  if (!site.storageIsKnown && outcomeOf(name, strictly(site)).kind === 'served') return null;
  const consequence = consequenceOf(outcome, site);
  if (site.has(path)) return misspelt(name, path, 'error', consequence);
  if (name.trim() === '' || (outcome.kind === 'raises' && site.isFolder(path)))
    return folder(name, 'error', consequence);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(name))
    return {
      code: 'static-url',
      severity: 'error',
      words: `"${name}", which is a URL and no path: ${consequence}`,
      hint: 'Write the URL itself, without "static".',
    };
  if (outcome.kind === 'outside' || leadsOut(name))
    return {
      code: 'static-outside',
      severity: 'error',
      words: `"${name}", which leads out of STATIC_URL${outcome.kind === 'raises' ? ': an HTTP 500' : ''}`,
      hint: 'Name a path below a static folder.',
    };
  return missing(name, path, consequence, site);
}

/** A path that is served may still be one that a manifest refuses: in production, or once there is one. */
function judgeServed(name: string, path: string, isFolder: boolean, site: Site): Verdict | null {
  if (!site.usesStaticfiles) return null;
  const strict = outcomeOf(name, strictly(site));
  if (strict.kind !== 'raises') return null;
  if (site.hasManifest && !site.debug) return null;
  const severity = site.hasManifest ? 'warning' : 'note';
  const consequence = site.hasManifest
    ? 'an HTTP 500 where DEBUG is off'
    : 'an HTTP 500 with a manifest storage';
  if (isFolder) return folder(name, severity, consequence);
  return site.has(path) ? misspelt(name, path, severity, consequence) : null;
}

/** The site with a manifest that refuses what it lacks. */
function strictly(site: Site): Site {
  return { ...site, hasManifest: true, isStrict: true, debug: false };
}

function misspelt(name: string, path: string, severity: Severity, consequence: string): Verdict {
  const hasQuery = /[?#]/.test(name);
  return {
    code: 'static-path-form',
    severity,
    words: `"${name}", which is not written as a path of a static file: ${consequence}`,
    hint: hasQuery ? `Write '${path}', and what follows it behind the tag or the call.` : `Write '${path}'.`,
    ...(!hasQuery && { replacement: path }),
  };
}

function folder(name: string, severity: Severity, consequence: string): Verdict {
  return {
    code: 'static-folder',
    severity,
    words: `"${name}", which is ${name.trim() === '' ? 'empty' : 'a folder'}: ${consequence}`,
    hint:
      name.trim() === ''
        ? 'Name a file, or use {% get_static_prefix %}.'
        : `Name a file; a folder has to end with a slash: '${name.replace(/\/*$/, '')}/'.`,
  };
}

function missing(name: string, path: string, consequence: string, site: Site): Verdict {
  const nearest = site.nearest(path);
  const isCase = nearest !== null && nearest.toLowerCase() === path.toLowerCase();
  return {
    code: isCase ? 'static-letter-case' : 'missing-static',
    severity: 'error',
    words: `"${name}", which no source offers: ${consequence}`,
    hint:
      nearest === null
        ? 'Add the file, correct the reference, or list its path in ALLOW_MISSING.'
        : isCase
          ? `'${nearest}' differs in letter case only.`
          : `Did you mean '${nearest}'?`,
    ...(isCase && { replacement: nearest }),
    ...(!isCase && { missing: path }),
  };
}

function consequenceOf({ kind }: Outcome, { storageIsKnown }: Site): string {
  if (kind === 'lost' && !storageIsKnown) return 'an HTTP 404, or with a manifest an HTTP 500';
  if (kind === 'raises') return 'an HTTP 500';
  return kind === 'outside' ? 'a URL outside of STATIC_URL' : 'an HTTP 404';
}

/** A path to which something is added at run time. */
function judgeBeginning({ kind, name, by }: Reference, site: Site): Verdict | null {
  const isRefused = kind === 'static' && outcomeOf(name, site).kind === 'raises';
  if (isRefused && !name.endsWith('/'))
    return {
      code: 'static-beginning',
      severity: 'error',
      words: `"${name}", the beginning of a path only: an HTTP 500, as the manifest has no such file`,
      hint: `Join the whole path first${by === 'static()' ? " (static('a' ~ b) in Jinja2)" : ', as {% with %} and the filter add do'}, or end it with a slash.`,
    };
  const path = intended(name);
  const begins = path === '' || site.isFolder(path.replace(/\/$/, '')) || site.isBeginning(path);
  if (begins) return null;
  return {
    code: 'missing-static-folder',
    severity: 'warning',
    words: `"${name}", with which no path of a source begins`,
    hint: 'Add the folder, or correct the reference.',
    missing: path,
  };
}

/** A URL behind STATIC_URL: nobody looks it up, with any storage. */
function judgePrefixed(url: string, site: Site): Verdict | null {
  const path = intended(unquote(url.split(/[?#]/, 1)[0] ?? ''));
  if (path === '' || path.endsWith('/') || site.has(path) || site.isFolder(path)) return null;
  return missing(path, path, 'an HTTP 404', site);
}

/** A URL that is written out is wrong only once STATIC_URL or the file's name changes, and certain only if there is such a file. */
function judgeUrl(url: string, site: Site): Verdict | null {
  const path = unquote(url.split(/[?#]/, 1)[0] ?? '');
  if (!site.has(path)) return null;
  return {
    code: 'hard-coded-url',
    severity: 'warning',
    words: `the URL of ${path} as it is now`,
    hint: `Write {% static '${path}' %}: STATIC_URL may change, and a manifest storage gives the file another name.`,
    ...(url === path && !path.includes("'") && { replacement: path }),
  };
}
