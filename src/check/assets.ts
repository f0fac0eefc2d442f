import { readFileSync } from 'node:fs';
import { prepare } from '../processors/index.ts';
import type { Asset, Plan, Problem, Settings } from '../types.ts';
import type { Draft } from './findings.ts';

/**
 * Returns what style sheets and scripts refer to and no source offers, as a run would report it. Without a manifest no run
 * looks at them, and a page merely lacks an image: a warning.
 */
export async function lookAtAssets(
  settings: Settings,
  plan: Plan,
  hasManifest: boolean,
): Promise<readonly Draft[]> {
  const read = (asset: Asset): Uint8Array => readFileSync(asset.source.file);
  const { problems } = await prepare(plan.assets, settings, read);
  return problems.flatMap((problem) => draftOf(problem, hasManifest) ?? []);
}

function draftOf(problem: Problem, hasManifest: boolean): Draft | null {
  const { code, severity, message, at, cause, hint, excerpt } = problem;
  if (at === undefined) return null;
  const { file, ...place } = at;
  return {
    code,
    severity: hasManifest ? severity : 'warning',
    message,
    ...(cause !== undefined && { cause }),
    ...(hint !== undefined && { hint }),
    ...(excerpt !== undefined && { excerpt }),
    file,
    place,
    subject: message,
  };
}
