import { checkText } from '../../src/reporters/text/check.ts';
import type { Palette } from '../../src/reporters/text/palette.ts';
import { publishedText, publishPruneText, purgedText } from '../../src/reporters/text/publish.ts';
import { answeredText, bannerText } from '../../src/reporters/text/site.ts';
import { staticReportText } from '../../src/reporters/text/static-report.ts';
import type {
  AssetPath,
  Conflict,
  FileGroup,
  Finding,
  PublishReport,
  StaticReport,
} from '../../src/types.ts';

/** Texts of the commands beside `collectstatic` itself, with `name` wherever something stands that did not come from us. */
export function textsOfOtherCommands(
  name: string,
  conflicts: readonly Conflict[],
  palette: Palette,
): readonly string[] {
  return [
    ...textsOfCheck(name, palette),
    ...textsOfReport(name, conflicts, palette),
    ...textsOfPublish(name, palette),
    bannerText(
      { url: `http://127.0.0.1/${name}`, purpose: 'x', routes: [[name, name]], remarks: ['x'] },
      palette,
    ),
    answeredText({ method: 'GET', path: name, status: 404, took: 1, complete: false }, palette),
  ];
}

function textsOfCheck(name: string, palette: Palette): readonly string[] {
  const findings = (['error', 'warning', 'note'] as const).map(
    (severity): Finding => ({
      code: 'missing-reference',
      severity,
      message: `${name} leads nowhere`,
      at: { file: `/srv/${name}`, line: 1, column: 1 },
      fingerprint: name,
    }),
  );
  const counts = { templates: 1, pythonFiles: 1, references: 3 };
  const options = { palette, columns: Number.POSITIVE_INFINITY, known: 1, fixed: 1 };
  const stale = [{ file: name, message: name }];
  return [0, 1, 2].map((verbosity) =>
    checkText({ findings, problems: [], counts }, { ...options, verbosity, stale }),
  );
}

function textsOfReport(name: string, conflicts: readonly Conflict[], palette: Palette): readonly string[] {
  const group: FileGroup = { name, size: 1, paths: [name] };
  const report: StaticReport = {
    staticRoot: name,
    owners: [{ name, isOwn: true }],
    files: [{ path: name, owner: 0, size: 1, gzip: 1, brotli: null }],
    leftovers: { retired: group, foreign: group },
    conflicts,
    shipped: [group],
    duplicates: [{ size: 1, paths: [name, name] }],
    usage: { used: 1, named: 1, unreferenced: [group] },
    budgets: [{ glob: name, words: name, measure: 'raw', files: 1, size: 2, most: 1, isKept: false }],
    comparison: { label: name, before: 1, changes: [{ path: name, before: 1, size: 2 }] },
    requests: { log: name, lines: 1, unread: 0, static: 1, from: name, to: name, unasked: [group] },
    problems: [],
  };
  return [staticReportText(report, { palette, verbosity: 2, page: name })];
}

function textsOfPublish(name: string, palette: Palette): readonly string[] {
  const path = name as AssetPath;
  const purged = [{ target: name, items: [name], requests: 1, problem: null }];
  const report: PublishReport = {
    bucket: name,
    prefix: name,
    publicUrl: name,
    dryRun: true,
    upToDate: false,
    release: { from: 1, to: 2 },
    steps: [{ action: 'put', path, key: name, size: 1, reason: name, lifetime: null }],
    retired: [path],
    bytes: 1,
    requests: 1,
    changedUrls: [name],
    purged,
    problems: [],
  };
  return [
    publishedText(report, { verbosity: 2, palette }),
    publishedText({ ...report, upToDate: true }, { verbosity: 2, palette }),
    purgedText([name], purged),
    publishPruneText({ bucket: name, dryRun: false, removed: [path], requests: 1, problems: [] }, 2),
  ];
}
