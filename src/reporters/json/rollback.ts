import { document } from './document.ts';

/** Document of `collectstatic rollback --format json`. */
export function rollbackJson(releases: { readonly from: string; readonly to: string }): string {
  return document({ command: 'rollback', ok: true, ...releases });
}
