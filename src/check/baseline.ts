import { relative, sep } from 'node:path';
import { fail } from '../errors.ts';
import type { Finding } from '../types.ts';

/** Findings that are known and let pass, by identity. */
export interface Baseline {
  readonly entries: readonly BaselineEntry[];
}

/** One known finding. Only `fingerprint` counts; the rest tells people which it is. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly code: string;
  readonly file: string;
  readonly message: string;
}

const VERSION = 1;

/** Makes a baseline of all findings but notes, which fail nothing. */
export function baselineOf(findings: readonly Finding[], cwd: string): Baseline {
  const entries = findings
    .filter(({ severity }) => severity !== 'note')
    .map(({ fingerprint, code, message, at }) => ({
      fingerprint,
      code,
      file: at === undefined ? '' : relative(cwd, at.file).replaceAll(sep, '/'),
      message,
    }));
  return { entries };
}

/** Parts findings into those that the baseline knows and the others; `stale` are its entries that nothing matches any more. */
export function compareBaseline(
  findings: readonly Finding[],
  { entries }: Baseline,
): {
  readonly fresh: readonly Finding[];
  readonly known: readonly Finding[];
  readonly stale: readonly BaselineEntry[];
} {
  const allowed = new Set(entries.map(({ fingerprint }) => fingerprint));
  const present = new Set(findings.map(({ fingerprint }) => fingerprint));
  return {
    fresh: findings.filter(({ fingerprint }) => !allowed.has(fingerprint)),
    known: findings.filter(({ fingerprint }) => allowed.has(fingerprint)),
    stale: entries.filter(({ fingerprint }) => !present.has(fingerprint)),
  };
}

/** Writes a baseline, one entry after the other in the order of the findings, so that its changes read well. */
export function serialiseBaseline({ entries }: Baseline): string {
  return `${JSON.stringify({ version: VERSION, findings: entries }, null, 2)}\n`;
}

/** Reads a baseline. Throws CollectstaticError `baseline-invalid` for anything else. */
export function parseBaseline(text: string, file: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(file, error instanceof Error ? error.message : String(error));
  }
  if (typeof value !== 'object' || value === null) throw invalid(file, 'it holds no object');
  const { version, findings } = value as { readonly version?: unknown; readonly findings?: unknown };
  if (version !== VERSION) throw invalid(file, `its version is not ${VERSION}`);
  if (!Array.isArray(findings) || !findings.every(isEntry))
    throw invalid(file, 'its findings are not those of a baseline (fingerprint, code, file and message)');
  return { entries: findings };
}

function isEntry(value: unknown): value is BaselineEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Record<string, unknown>;
  return ['fingerprint', 'code', 'file', 'message'].every((key) => typeof entry[key] === 'string');
}

function invalid(file: string, cause: string): Error {
  return fail({
    code: 'baseline-invalid',
    message: `The baseline ${file} can't be read`,
    at: { file },
    cause,
    hint: 'Write it anew with --update-baseline.',
  });
}
