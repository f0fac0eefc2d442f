import { type CollectstaticError, fail } from '../../../errors.ts';
import type { Asset, ReferenceRule } from '../../../types.ts';

const HINT = "Mend it in the storage's `patterns`.";

function failed(
  { path, source }: Asset,
  { regex }: ReferenceRule,
  what: string,
  cause?: string,
): CollectstaticError {
  return fail({
    code: 'pattern-failed',
    message: `${path} can't be rewritten by the storage's pattern ${regex}: ${what}`,
    at: { file: source.file },
    hint: HINT,
    ...(cause !== undefined && { cause }),
  });
}

/** Error for a group that Django or the template asks for. */
export function noGroup(asset: Asset, rule: ReferenceRule, name: string): CollectstaticError {
  return failed(asset, rule, `it has no group '${name}'`, `KeyError: '${name}' in Django`);
}

/** Error for a match whose group `url` caught nothing. */
export function withoutUrl(asset: Asset, rule: ReferenceRule): CollectstaticError {
  return failed(
    asset,
    rule,
    "it matches without its group 'url'",
    'TypeError in Django, since the URL is None',
  );
}

/** Error for a match that takes in a name which an earlier pattern has written, whose hash is not known yet. */
export function foundAgain(asset: Asset, rule: ReferenceRule, text: string): CollectstaticError {
  const shown = text.length > 80 ? `${text.slice(0, 80)}...` : text;
  return failed(
    asset,
    rule,
    `it matches a fingerprinted name that an earlier pattern has written (${shown})`,
  );
}

/** Error for an expression that takes more steps than any sensible one. */
export function notMatched(asset: Asset, rule: ReferenceRule, reason: string): CollectstaticError {
  return failed(asset, rule, reason);
}
