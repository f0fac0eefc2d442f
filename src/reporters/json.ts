import type {
  CheckReport,
  Conflict,
  Destination,
  Explanation,
  Finding,
  Plan,
  Problem,
  Report,
  SettingExplanation,
  Source,
} from '../types.ts';
import { shadowsOf } from './shadows.ts';
import { excerptOf, shownDestination, shownProblem, shownSetting } from './shown.ts';

/** The version of every JSON document here; it grows only when a field is renamed or removed. */
const VERSION = 1;

/** What JSON need not escape and a terminal shows as something else: control characters above 127, bidirectional ones. */

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}

/** Writes one document, indented, with a final newline. */
export function document(body: Readonly<Record<string, unknown>>): string {
  return [...documentPieces(body)].join('');
}

/** Writes a document piece by piece. A list whose items are made as they are written is given as a generator. */
function* documentPieces(body: Readonly<Record<string, unknown>>): Generator<string, void> {
  let before = '{\n';
  for (const [name, value] of Object.entries({ version: VERSION, ...body })) {
    if (value === undefined) continue;
    yield before;
    if (isGenerator(value)) {
      yield `  ${JSON.stringify(name)}: `;
      yield* listPieces(value);
    } else {
      // Without the braces and their lines.
      yield indented({ [name]: value }).slice(2, -2);
    }
    before = ',\n';
  }
  yield '\n}\n';
}

/** Items that are written at once: one by one they take twice as long. */
const AT_ONCE = 64;

function* listPieces(items: Iterable<unknown>): Generator<string, void> {
  let before = '[\n';
  let some: unknown[] = [];
  function write(): string {
    // Two lists deep, as in the document; without the brackets and their lines.
    const text = before + indented([some]).slice('[\n  [\n'.length, -'\n  ]\n]'.length);
    before = ',\n';
    some = [];
    return text;
  }
  for (const item of items) if (some.push(item) === AT_ONCE) yield write();
  if (some.length > 0) yield write();
  yield before === '[\n' ? '[]' : '\n  ]';
}

function indented(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

function isGenerator(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && !Array.isArray(value);
}

function* each<Item>(items: readonly Item[], toJson: (item: Item) => unknown): Generator<unknown, void> {
  for (const item of items) yield toJson(item);
}

function sourceJson(source: Source): Readonly<Record<string, unknown>> {
  return {
    file: source.file,
    finder: source.location.finder,
    source: source.location.name,
    size: source.size,
    mtimeMs: source.mtimeMs,
  };
}

export function conflictJson(conflict: Conflict): Readonly<Record<string, unknown>> {
  return {
    kind: conflict.kind,
    path: conflict.path,
    winner: sourceJson(conflict.winner),
    losers: conflict.losers.map((loser) => ({ path: loser.path, ...sourceJson(loser) })),
    identical: conflict.identical,
    ...(conflict.folded && { folded: true }),
    ...(conflict.settledBy === undefined ? {} : { settledBy: conflict.settledBy }),
  };
}

/** Of a longer line this many characters around the column are quoted. */
const LONGEST_EXCERPT = 160;

/** A problem with its fields always in the same order, without those that are not known. */
export function problemJson(problem: Problem): Problem {
  const { code, severity, message, at, cause, hint } = shownProblem(problem);
  const excerpt = excerptOf(problem, LONGEST_EXCERPT)?.text;
  const { file, line, column } = at ?? {};
  return {
    code,
    severity,
    message,
    ...(file !== undefined && { at: { file, ...(line && { line }), ...(column && { column }) } }),
    ...(excerpt !== undefined && { excerpt }),
    ...(cause !== undefined && { cause }),
    ...(hint !== undefined && { hint }),
  };
}

/** Document of `collectstatic check --format json`. `known`: findings that the baseline lets pass. */
export function checkJson(
  report: CheckReport,
  { ok, known, stale }: { readonly ok: boolean; readonly known: number; readonly stale: readonly object[] },
): string {
  return document({
    command: 'check',
    ok,
    counts: report.counts,
    findings: report.findings.map(findingJson),
    baseline: { known, stale },
    problems: report.problems.map(problemJson),
  });
}

function findingJson(finding: Finding): Readonly<Record<string, unknown>> {
  const { at, fix, fingerprint } = finding;
  const { severity, ...shown } = finding;
  const { at: start, ...rest } = problemJson({
    ...shown,
    severity: severity === 'error' ? 'error' : 'warning',
  });
  const end = at?.endLine === undefined ? {} : { endLine: at.endLine, endColumn: at.endColumn };
  return {
    ...rest,
    severity,
    ...(start !== undefined && { at: { ...start, ...end } }),
    fingerprint,
    ...(fix && { fix }),
  };
}

/** Document of `collectstatic --format json`, in pieces. `published`: what a publish of the same run did. */
export function reportJson(
  report: Report,
  published?: Readonly<Record<string, unknown>>,
): Generator<string, void> {
  return documentPieces({
    command: 'collect',
    ok: true,
    staticRoot: report.staticRoot,
    dryRun: report.dryRun,
    counts: report.counts,
    ...(report.savedBytes !== undefined && { savedBytes: report.savedBytes }),
    files: each(report.outcomes, (outcome) => outcome),
    conflicts: each(report.conflicts, conflictJson),
    ...(report.budgets && { budgets: report.budgets }),
    ...(published && { published }),
    problems: report.problems.map(problemJson),
  });
}

/** Document of `collectstatic list --format json`, in pieces. */
export function listingJson(plan: Plan): Generator<string, void> {
  const shadows = shadowsOf(plan);
  return documentPieces({
    command: 'list',
    ok: true,
    files: each(plan.assets, (asset) => ({
      path: asset.path,
      ...sourceJson(asset.source),
      shadows: (shadows.get(asset.path) ?? []).map(sourceJson),
    })),
    conflicts: each(plan.conflicts, conflictJson),
    problems: plan.problems.map(problemJson),
  });
}

/** Document of `collectstatic find --format json`: for each path asked for, the files found, the winner first. */
export function foundJson(
  found: readonly { readonly path: string; readonly files: readonly string[]; readonly nearest?: string }[],
  problems: readonly Problem[],
): string {
  const ok = found.every(({ files }) => files.length > 0);
  return document({ command: 'find', ok, found, problems: problems.map(problemJson) });
}

/** Document of any command that could not do its work. */
export function failureJson(command: string, problems: readonly Problem[]): string {
  return document({ command, ok: false, problems: problems.map(problemJson) });
}

/** Document of `collectstatic settings --format json`. */
export function settingsJson(
  settings: readonly SettingExplanation[],
  destination: Destination | null,
  problems: readonly Problem[],
): string {
  const ok = problems.every(({ severity }) => severity !== 'error');
  const shown = settings.map(shownSetting);
  return document({
    command: 'settings',
    ok,
    settings: shown,
    ...(destination !== null && { destination: shownDestination(destination) }),
    problems: problems.map(problemJson),
  });
}

/** Document of `collectstatic why --format json`. */
export function explanationsJson(explanations: readonly Explanation[]): string {
  const explained = explanations.map(({ source, conflict, ...rest }) => ({
    ...rest,
    source: source === null ? null : sourceJson(source),
    conflict: conflict === null ? null : conflictJson(conflict),
  }));
  return document({ command: 'why', ok: true, explained });
}

/** Document of `collectstatic prune --format json`. */
export function prunedJson(deleted: readonly string[], dryRun: boolean): string {
  return document({ command: 'prune', ok: true, dryRun, deleted });
}

/** Document of `collectstatic rollback --format json`. */
export function rollbackJson(releases: { readonly from: string; readonly to: string }): string {
  return document({ command: 'rollback', ok: true, ...releases });
}

/** Document that `serve` and `preview` print when they are ready: with `--format json` it is all they print. */
export function siteJson(
  command: string,
  { url, routes }: { readonly url: string; readonly routes: readonly (readonly [string, string])[] },
  problems: readonly Problem[],
): string {
  return document({
    command,
    ok: true,
    url,
    routes: routes.map(([path, source]) => ({ path, source })),
    problems: problems.map(problemJson),
  });
}

/** Document of `collectstatic server-config --format json`. `file`: where the text was written, if it was. */
export function serverConfigJson(written: {
  readonly server: string;
  readonly file: string | null;
  readonly text: string;
  readonly problems: readonly Problem[];
}): string {
  const { server, file, text, problems } = written;
  return document({
    command: 'server-config',
    ok: true,
    server,
    file,
    text,
    problems: problems.map(problemJson),
  });
}

/** Document of `collectstatic check-server --format json`. `url`: where the static files were asked for, if they were. */
export function checkServerJson(check: {
  readonly ok: boolean;
  readonly url: string | null;
  readonly requests: number;
  readonly problems: readonly Problem[];
}): string {
  const { ok, url, requests, problems } = check;
  return document({ command: 'check-server', ok, url, requests, problems: problems.map(problemJson) });
}
