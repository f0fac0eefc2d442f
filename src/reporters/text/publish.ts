import { sizeText } from '../../text/size.ts';
import type { PublishPruneReport, PublishReport, PublishStep, PurgeResult } from '../../types.ts';
import type { Palette } from './palette.ts';
import { visible } from './visible.ts';

export interface PublishTextOptions {
  readonly verbosity: number;
  readonly palette: Palette;
}

/** Text of `collectstatic publish`: each step (of a rehearsal, or with -v 2), what CDNs were told, the counts. */
export function publishedText(report: PublishReport, { verbosity, palette }: PublishTextOptions): string {
  if (verbosity < 1) return '';
  const isDetailed = report.dryRun || verbosity >= 2;
  const steps = report.steps.filter(({ action }) => action !== 'keep');
  const lines = [
    ...(isDetailed ? steps.map(stepText) : []),
    ...(isDetailed
      ? report.retired.map((path) => `retire ${visible(path)} (stays until publish prune)`)
      : []),
    ...(isDetailed ? report.changedUrls.map((url) => `purge ${visible(url)}`) : []),
    ...purgeLines(report.purged),
    summaryText(report, palette),
  ];
  return `${lines.join('\n')}\n`;
}

/** `put js/app.1a2b.js (new, 12.0 kB, immutable)`. */
function stepText({ action, path, size, reason, lifetime }: PublishStep): string {
  const facts = [
    reason,
    ...(action === 'put' ? [sizeText(size)] : []),
    ...(action === 'put' && lifetime === 'immutable' ? ['immutable'] : []),
  ];
  const name = lifetime === 'manifest' ? 'manifest' : action;
  return `${name} ${visible(path)} (${visible(facts.join(', '))})`;
}

function summaryText(report: PublishReport, palette: Palette): string {
  const { dryRun, upToDate, release, bytes, requests } = report;
  const place = visible(`${report.bucket}/${report.prefix}`);
  const count = (action: PublishStep['action']): number =>
    report.steps.filter((step) => step.action === action).length;
  const asked = `${number(requests)} ${requests === 1 ? 'request' : 'requests'}`;
  if (upToDate)
    return palette.good(
      `Nothing to publish: ${files(count('keep'))} in ${place} are as they should be (${asked}).`,
    );
  const parts = [
    `${files(count('put'))} ${dryRun ? 'would be sent' : 'sent'} (${sizeText(bytes)})`,
    ...part(count('headers'), 'with other headers'),
    ...part(count('keep'), 'kept'),
    ...part(count('remove'), dryRun ? 'would be removed' : 'removed'),
    ...part(report.retired.length, 'retired'),
  ];
  const to = `${place}: release ${release.from} -> ${release.to}`;
  return `${parts.join(', ')}; ${to} (${dryRun ? `would make ${asked}` : asked}).`;
}

function part(count: number, words: string): readonly string[] {
  return count === 0 ? [] : [`${number(count)} ${words}`];
}

function files(count: number): string {
  return `${number(count)} ${count === 1 ? 'file' : 'files'}`;
}

/** `12,345`. What Node formats numbers by takes 10 ms to wake up. */
function number(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

function purgeLines(purged: readonly PurgeResult[]): readonly string[] {
  return purged
    .filter(({ problem }) => problem === null)
    .map(
      ({ target, items }) =>
        `${visible(target)} was told of ${number(items.length)} ${items.length === 1 ? 'path' : 'paths'}.`,
    );
}

/** Text of `collectstatic publish purge`. */
export function purgedText(changedUrls: readonly string[], purged: readonly PurgeResult[]): string {
  if (changedUrls.length === 0) return 'The last publish has changed nothing that a CDN may keep.\n';
  return purgeLines(purged)
    .map((line) => `${line}\n`)
    .join('');
}

/** Text of `collectstatic publish prune`. */
export function publishPruneText({ removed, dryRun, bucket }: PublishPruneReport, verbosity: number): string {
  if (verbosity < 1) return '';
  const lines = verbosity >= 2 || dryRun ? removed.map((path) => `remove ${visible(path)}`) : [];
  const retired = `${number(removed.length)} retired ${removed.length === 1 ? 'object' : 'objects'}`;
  const summary = dryRun
    ? `${retired} would be removed from ${visible(bucket)}.`
    : `${retired} removed from ${visible(bucket)}.`;
  return `${[...lines, summary].join('\n')}\n`;
}
