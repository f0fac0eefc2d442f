import { isUtf8 } from 'node:buffer';
import { writeFileSync } from 'node:fs';
import { readRegularFile, WRITTEN_LIMIT } from '../regular-file.ts';
import { offsetOf } from '../templates/index.ts';
import type { Edit, Finding } from '../types.ts';

/** Applies the fixes of findings to their files, each file once, and returns the findings that are mended. */
export function applyFixes(findings: readonly Finding[]): readonly Finding[] {
  const byFile = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.fix === undefined) continue;
    const list = byFile.get(finding.fix.file);
    if (list === undefined) byFile.set(finding.fix.file, [finding]);
    else list.push(finding);
  }
  return [...byFile].flatMap(([file, fixed]) => applyTo(file, fixed));
}

/** Edits from the end of the file to its start, so that the places of those to come still hold; of two for one place the last wins. */
function applyTo(file: string, findings: readonly Finding[]): readonly Finding[] {
  const bytes = readRegularFile(file, { limit: WRITTEN_LIMIT });
  // In another encoding, what is written back would be another file.
  if (!isUtf8(bytes)) return [];
  let text = bytes.toString('utf8');
  let limit = text.length + 1;
  const done: Finding[] = [];
  for (const finding of [...findings].reverse()) {
    const { line, column, endLine, endColumn, text: written } = finding.fix as Edit;
    const [start, end] = [offsetOf(text, line, column), offsetOf(text, endLine, endColumn)];
    if (end > limit) continue;
    text = text.slice(0, start) + written + text.slice(end);
    limit = start;
    done.push(finding);
  }
  writeFileSync(file, text);
  return done.reverse();
}
