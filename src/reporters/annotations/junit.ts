import type { Finding } from '../../types.ts';
import { shownProblem } from '../shown.ts';
import { pathOf, textOf } from './path.ts';

/** A JUnit report with a test case for each finding; without any, one that passes, since an empty suite counts as none. */
export function junitXml(
  findings: readonly Finding[],
  root: string,
  suite: string = 'collectstatic check',
): string {
  const cases = findings.map((finding) => caseOf(shownProblem(finding), root));
  const failures = findings.filter(({ severity }) => severity !== 'note').length;
  const tests = Math.max(cases.length, 1);
  const body = cases.length > 0 ? cases : ['    <testcase classname="collectstatic" name="static files"/>'];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${tests}" failures="${failures}">`,
    `  <testsuite name="${escapeXml(suite)}" tests="${tests}" failures="${failures}" errors="0">`,
    ...body,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseOf(finding: Finding, root: string): string {
  const { code, at, message, severity } = finding;
  const file = pathOf(finding, root) ?? at?.file ?? '';
  const place = at?.line === undefined ? file : `${file}:${at.line}:${at.column ?? 1}`;
  const open = `    <testcase classname="${escapeXml(file)}" name="${escapeXml(`${code} ${place}`)}"`;
  if (severity === 'note') return `${open}/>`;
  const failure = `<failure type="${severity}" message="${escapeXml(message)}">${escapeXml(textOf(finding))}</failure>`;
  return `${open}>${failure}</testcase>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** XML has no control characters and no halves of a character, not even escaped. */
function escapeXml(text: string): string {
  return text
    .replace(/[&<>"\n\t]/g, (character) => ENTITIES[character] as string)
    .replace(/\p{Cc}|[\p{Cs}\uFFFE\uFFFF]/gu, '\uFFFD');
}
