import type { Finding } from '../../types.ts';
import { shownProblem } from '../shown.ts';
import { pathOf, textOf } from './path.ts';

/** Results that GitHub takes of one run. */
const MOST_RESULTS = 25_000;

/** A SARIF 2.1.0 log. Findings outside of the checkout have no location, as no URI relative to it leads there. */
export function sarifJson(findings: readonly Finding[], root: string, version: string): string {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'collectstatic', version, rules: codes.map((id) => ({ id, name: id })) } },
        columnKind: 'unicodeCodePoints',
        results: findings.slice(0, MOST_RESULTS).map((finding) => resultOf(finding, codes, root)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf(finding: Finding, codes: readonly string[], root: string): object {
  const shown = shownProblem(finding);
  const uri = pathOf(shown, root);
  return {
    ruleId: shown.code,
    ruleIndex: codes.indexOf(shown.code),
    level: shown.severity,
    message: { text: textOf(shown) },
    ...(uri !== null && { locations: [locationOf(shown, uri)] }),
    partialFingerprints: { 'collectstatic/v1': shown.fingerprint },
  };
}

function locationOf({ at }: Finding, uri: string): object {
  const { line, column, endLine, endColumn } = at ?? {};
  const region = {
    ...(line && { startLine: line }),
    ...(line && column && { startColumn: column }),
    ...(endLine && { endLine }),
    ...(endLine && endColumn && { endColumn }),
  };
  return {
    physicalLocation: {
      artifactLocation: { uri: uri.split('/').map(encodeURIComponent).join('/') },
      ...(line && { region }),
    },
  };
}
