import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, posix } from 'node:path';
import { nearest } from '../../text/nearest.ts';
import type { Location } from '../../types.ts';
import { escapeHtml, sendPage, sendText, wantsPage } from '../http/text.ts';
import type { Catalogue } from './catalogue.ts';

/** A path that no finder has, and what can be said of it. */
interface Explained {
  readonly title: string;
  readonly remarks: readonly string[];
  /** The places that were looked at, and what a file there would be called. */
  readonly places: readonly { readonly by: string; readonly file: string }[];
  readonly nearest: readonly string[];
}

/** Answers 404: what was looked for, where, and the names most like it. `base` is the path of STATIC_URL. */
export function sendNotFound(
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  base: string,
  catalogue: Catalogue,
): void {
  const { title, remarks, places, nearest } = explain(path, catalogue);
  if (!wantsPage(req)) {
    const lines = [
      title,
      ...remarks,
      ...(places.length > 0 ? ['Looked at:', ...places.map(({ by, file }) => `  ${file}  (${by})`)] : []),
      ...nearest.map((other) => `Did you mean ${other}?`),
    ];
    sendText(req, res, 404, `${lines.join('\n')}\n`);
    return;
  }
  const links = nearest.map((other) => {
    const url = base + other.split('/').map(encodeURIComponent).join('/');
    return `<li><a href="${escapeHtml(url)}"><code>${escapeHtml(other)}</code></a></li>`;
  });
  const rows = places.map(
    ({ by, file }) => `<tr><td>${escapeHtml(by)}</td><td><code>${escapeHtml(file)}</code></td></tr>`,
  );
  sendPage(req, res, 404, {
    title,
    body: `<h1>${escapeHtml(title)}</h1>
${remarks.map((remark) => `<p>${escapeHtml(remark)}</p>`).join('\n')}
${links.length > 0 ? `<p>Did you mean</p><ul>${links.join('')}</ul>` : ''}
${rows.length > 0 ? `<p>No file at any of these places:</p><table><tr><th>offered by</th><th>file</th></tr>${rows.join('\n')}</table>` : ''}
<p class="faint">collectstatic serve: ${catalogue.assets.size} static files from ${catalogue.locations.length} folders.</p>`,
  });
}

/** Names that are shown. */
const MOST_NAMES = 3;

function explain(path: string, { assets, locations, folders }: Catalogue): Explained {
  const known = [...assets.keys()];
  const remarks: string[] = [];
  const plain = path.replace(/\.[0-9a-f]{12}(?=\.[^./]*$|$)/, '');
  if (plain !== path && assets.has(plain))
    remarks.push(
      'The name has a hash in it, as pages have it when DEBUG is False. This server has the files as they are written: set DEBUG = True, or run collectstatic preview.',
    );
  const hidden = path.split('/').some((part) => part.startsWith('.'));
  if (hidden) remarks.push('Names that start with a dot are never served.');
  if (locations.some(({ root, prefix }) => isFolderIn(folders, root, prefix, path)))
    remarks.push('That is a folder: its files are served, but no list of them.');
  return {
    title: `No static file ${path === '' ? 'has an empty name' : `is called ${path}`}`,
    remarks,
    places: hidden ? [] : locations.flatMap((location) => placeIn(location, path)),
    nearest: plain !== path && assets.has(plain) ? [plain] : nearestNames(path, known),
  };
}

function isFolderIn(folders: ReadonlySet<string>, root: string, prefix: string, path: string): boolean {
  const below = belowPrefix(prefix, path.replace(/\/$/, ''));
  return below !== null && folders.has(below === '' ? root : join(root, below));
}

function placeIn({ finder, name, root, prefix }: Location, path: string): Explained['places'] {
  const below = belowPrefix(prefix, path);
  if (below === null || below === '') return [];
  return [{ by: finder === 'apps' ? `app ${name}` : finder, file: join(root, below) }];
}

function belowPrefix(prefix: string, path: string): string | null {
  if (prefix === '') return path;
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : null;
}

/** The paths most like one that is not there: the same name in other folders, then a slip of the keyboard. */
function nearestNames(path: string, known: readonly string[]): readonly string[] {
  const name = posix.basename(path).toLowerCase();
  const namesakes = known.filter((other) => posix.basename(other).toLowerCase() === name);
  const candidates = new Set(namesakes.length > 0 ? namesakes : known);
  const found: string[] = [];
  while (found.length < MOST_NAMES) {
    const limit = namesakes.length > 0 ? Number.POSITIVE_INFINITY : undefined;
    const next = nearest(path, candidates, limit);
    if (next === undefined) break;
    found.push(next);
    candidates.delete(next);
  }
  return found;
}
