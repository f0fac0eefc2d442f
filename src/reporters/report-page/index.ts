import { sizeText } from '../../text/size.ts';
import type { StaticReport } from '../../types.ts';
import { visible } from '../text/visible.ts';
import { escapeHtml, scriptJson } from './html.ts';
import { type PageData, packPaths } from './page-data.ts';
import { sections } from './sections.ts';

/** What the page is made of besides its data. */
export interface PageParts {
  readonly script: string;
  readonly style: string;
}

/** Nothing but what is in the page itself. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const KINDS = [
  ['css', 'Styles'],
  ['js', 'Scripts'],
  ['image', 'Images'],
  ['font', 'Fonts'],
  ['map', 'Source maps'],
  ['other', 'Other'],
] as const;

/** Makes the page of a report: one file that needs no other, and asks nobody for anything. */
export function reportPage(report: StaticReport, { script, style }: PageParts): string {
  const title = report.staticRoot === null ? 'Static files' : `Static files of ${visible(report.staticRoot)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="generator" content="collectstatic">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>Static files</h1>
${report.staticRoot === null ? '' : `<p class="root">${escapeHtml(report.staticRoot)}</p>`}
<dl>${figures(report)}</dl>
</header>
<main>
<div class="tools">
<fieldset><legend>Area</legend>${measures(report)}</fieldset>
<label class="search"><span>Search</span><input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="path or part of it"></label>
</div>
<nav aria-label="Folder"><ol id="crumbs"></ol></nav>
<div id="map" role="group" aria-label="Treemap of the files. Arrow keys move, Enter opens a folder, Escape goes back."></div>
<p id="details" aria-live="polite">Point at a file, or move with the arrow keys; Enter opens a folder, Escape goes back.</p>
<ul class="legend">${KINDS.map(([kind, name]) => `<li><i class="${kind}"></i>${name}</li>`).join('')}</ul>
<div id="results" aria-live="polite"></div>
<noscript><p>The treemap and the search need JavaScript. The lists below do not.</p></noscript>
<div class="lists">
${sections(report)}
</div>
</main>
<script type="application/json" id="data">${scriptJson(dataOf(report))}</script>
<script>${script.replaceAll('</script', '<\\/script')}</script>
</body>
</html>
`;
}

function dataOf({ files, owners }: StaticReport): PageData {
  return {
    paths: packPaths(files.map(({ path }) => visible(path))),
    owner: files.map(({ owner }) => owner),
    raw: files.map(({ size }) => size),
    gzip: files.map(({ gzip }) => gzip ?? -1),
    brotli: files.map(({ brotli }) => brotli ?? -1),
    owners: owners.map(({ name }) => visible(name)),
  };
}

function figures({ files, conflicts }: StaticReport): string {
  const total = (sizes: readonly number[]): string => sizeText(sizes.reduce((sum, size) => sum + size, 0));
  const compressed = (['gzip', 'brotli'] as const)
    .filter((measure) => files.some((file) => file[measure] !== null))
    .map((measure) => [
      measure === 'gzip' ? 'by gzip' : 'by Brotli',
      total(files.map((file) => file[measure] ?? file.size)),
    ]);
  return [
    ['files', files.length.toLocaleString('en')],
    ['raw', total(files.map(({ size }) => size))],
    ...compressed,
    ...(conflicts.length > 0 ? [['conflicts', String(conflicts.length)]] : []),
  ]
    .map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`)
    .join('');
}

/** The choice of what an area stands for; only what there are variants of can be chosen. */
function measures({ files }: StaticReport): string {
  const choices = [
    ['raw', 'Raw', true],
    ['gzip', 'gzip', files.some(({ gzip }) => gzip !== null)],
    ['brotli', 'Brotli', files.some(({ brotli }) => brotli !== null)],
  ] as const;
  return choices
    .map(([value, name, isThere]) => {
      const state =
        value === 'raw' ? ' checked' : isThere ? '' : ' disabled title="no such variants lie in STATIC_ROOT"';
      return `<label><input type="radio" name="measure" value="${value}"${state}><span>${name}</span></label>`;
    })
    .join('');
}
