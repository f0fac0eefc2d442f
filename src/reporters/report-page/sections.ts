import { sizeText } from '../../text/size.ts';
import type { Conflict, FileGroup, Source, StaticReport } from '../../types.ts';
import { escapeHtml } from './html.ts';

/** Lines of a list; the JSON document has all. */
const MOST_LINES = 25;
/** Paths that are named of a group. */
const MOST_PATHS = 40;

/** Lists of the page below the treemap, as HTML; those with nothing to tell are left out. */
export function sections(report: StaticReport): string {
  const { budgets, comparison, conflicts, shipped, duplicates, usage, requests, leftovers } = report;
  return [
    section('Budgets', '', budgets.map(budgetLine)),
    section(
      'Changes',
      comparison ? `Compared with ${escapeHtml(comparison.label)}: ${sizeText(comparison.before)} then.` : '',
      (comparison?.changes ?? []).map(({ path, before, size }) =>
        line(
          signed((size ?? 0) - (before ?? 0)),
          `${escapeHtml(path)}${before === null ? ' <em>new</em>' : size === null ? ' <em>gone</em>' : ''}`,
        ),
      ),
    ),
    section('By source', '', ownerLines(report)),
    section(
      'Biggest files',
      '',
      [...report.files]
        .sort((a, b) => b.size - a.size)
        .slice(0, MOST_LINES)
        .map(({ path, size }) => line(sizeText(size), escapeHtml(path))),
    ),
    section('Conflicts', 'Offered more than once. The first is collected.', conflicts.map(conflictLine)),
    section(
      'Shipped, but only for developers',
      'Source maps and sources that no page needs.',
      shipped.map(groupLine),
    ),
    section(
      'The same bytes',
      'Each size is what the copies take beyond the first.',
      duplicates.map(({ size, paths }) =>
        line(sizeText(size * (paths.length - 1)), paths.slice(0, MOST_PATHS).map(escapeHtml).join('<br>')),
      ),
    ),
    section(
      'Unreferenced',
      `Of the project's own files ${usage.used} are used and ${usage.named} only named. Not even the names of these occur in templates, Python, styles, scripts or JSON; code outside of them may still ask for one.`,
      usage.unreferenced.map(groupLine),
    ),
    requestSection(requests),
    section(
      'Left in STATIC_ROOT',
      'What the settings of now do not explain.',
      [leftovers.retired, leftovers.foreign].filter(({ paths }) => paths.length > 0).map(groupLine),
    ),
  ].join('\n');
}

function section(title: string, words: string, lines: readonly string[]): string {
  if (lines.length === 0) return '';
  const rest = lines.length - MOST_LINES;
  return [
    `<section><h2>${title} <small>${lines.length}</small></h2>`,
    words === '' ? '' : `<p>${words}</p>`,
    `<ul>${lines.slice(0, MOST_LINES).join('')}</ul>`,
    rest > 0 ? `<p class="more">and ${rest} more</p>` : '',
    '</section>',
  ].join('');
}

function line(size: string, html: string): string {
  return `<li><span>${size}</span> <div>${html}</div></li>`;
}

function groupLine({ name, size, paths }: FileGroup): string {
  const rest = paths.length - MOST_PATHS;
  const list = paths.slice(0, MOST_PATHS).map(escapeHtml).join('<br>');
  const more = rest > 0 ? `<br>and ${rest} more` : '';
  const count = `${paths.length} file${paths.length === 1 ? '' : 's'}`;
  return line(
    sizeText(size),
    `<details><summary>${escapeHtml(name)} <small>${count}</small></summary>${list}${more}</details>`,
  );
}

function conflictLine({ path, winner, losers, identical, settledBy }: Conflict): string {
  const remark = settledBy
    ? ` <em>settled by ${escapeHtml(settledBy)}</em>`
    : identical
      ? ' <em>identical</em>'
      : '';
  const sides = [winner, ...losers].map(sideOf).join('<br>');
  return line(sizeText(winner.size), `<strong>${escapeHtml(path)}</strong>${remark}<br>${sides}`);
}

function sideOf({ file, location: { finder, name }, size }: Source): string {
  const owner = finder === 'apps' ? `app ${name}` : name;
  return `${escapeHtml(owner)}, ${sizeText(size)}: <code>${escapeHtml(file)}</code>`;
}

function ownerLines({ owners, files }: StaticReport): readonly string[] {
  return owners
    .map(({ name, isOwn }, owner) => {
      const own = files.filter((file) => file.owner === owner);
      const size = own.reduce((total, file) => total + file.size, 0);
      return { name, isOwn, size, count: own.length };
    })
    .sort((a, b) => b.size - a.size)
    .map(({ name, isOwn, size, count }) =>
      line(sizeText(size), `${escapeHtml(name)} <small>${count} files${isOwn ? '' : ', installed'}</small>`),
    );
}

function budgetLine({ glob, words, measure, size, most, isKept }: StaticReport['budgets'][number]): string {
  const limit = most === null ? 'nothing to compare with' : `of ${sizeText(most)}`;
  const state = most === null ? '' : isKept ? 'kept' : 'broken';
  return line(
    `${sizeText(size)}`,
    `${escapeHtml(glob)} <small>${measure}, ${limit} (${escapeHtml(words)})</small> <em class="${state}">${state}</em>`,
  );
}

function requestSection(requests: StaticReport['requests']): string {
  if (requests === undefined) return '';
  const { log, static: count, from, to, unasked } = requests;
  const when = from === null ? '' : ` from ${escapeHtml(from)} to ${escapeHtml(to ?? from)}`;
  const words = `Not in one of ${count} requests for static files in ${escapeHtml(log)}${when}.`;
  return section('Nobody asked for', words, unasked.map(groupLine));
}

function signed(bytes: number): string {
  return `${bytes < 0 ? '&minus;' : '+'}${sizeText(Math.abs(bytes))}`;
}
