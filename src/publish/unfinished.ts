import { CollectstaticError, fail } from '../errors.ts';
import type { Bucket, Problem } from '../types.ts';
import type { Published } from './intent.ts';
import { namesOf } from './keys.ts';
import type { Sent } from './sending/send.ts';

/** The error of a run that a signal ended: says what is to be seen now. */
export function interrupted(bucket: Bucket, { done }: Pick<Sent, 'done'>): CollectstaticError {
  const objects = done.size === 1 ? '1 object was' : `${done.size} objects were`;
  const replaced = visibleOf(done);
  const site =
    replaced.length === 0
      ? 'the site is as it was'
      : `of what can be seen, these are new: ${namesOf(replaced)}`;
  return fail({
    code: 'interrupted',
    message: `interrupted: ${objects} sent to ${bucket.name}, ${site}`,
    hint: 'Run again: it sends only what is missing.',
  });
}

/** The error, with what of a publish that failed can be seen all the same: nobody takes the site for what it was. */
export function withVisible(
  error: CollectstaticError,
  bucket: Bucket,
  { done }: Pick<Sent, 'done'>,
): CollectstaticError {
  const visible = visibleOf(done);
  // Where another publisher has taken over, it is not known whose files these are by now.
  const isOvertaken = error.problems.some(({ code }) => code === 'publish-overtaken');
  if (visible.length === 0 || isOvertaken) return error;
  const warning: Problem = {
    code: 'publish-partly-visible',
    severity: 'warning',
    message: `The publish to ${bucket.name} failed, and of what can be seen ${visible.length === 1 ? 'this is' : 'these are'} new: ${namesOf(visible)}`,
    hint: 'Run again when the cause is gone: it sends what is missing.',
  };
  return new CollectstaticError([...error.problems, warning], { cause: error });
}

/** What was sent and has no name of its own: who asks for it, gets it. */
function visibleOf(done: Sent['done']): readonly string[] {
  const objects = [...done.values()].map(({ object }) => object);
  return objects.filter(({ lifetime }) => lifetime !== 'immutable').map(({ path }) => path);
}

/** The error of a publish that is done but for the removal of what it does not want any more. */
export function leftBehind(
  error: CollectstaticError,
  { report: { bucket, release }, ledger }: Published,
): CollectstaticError {
  const cdns = ledger?.purge?.owed ? ' That, or publish purge, tells CDNs too.' : '';
  const warning: Problem = {
    code: 'publish-not-removed',
    severity: 'warning',
    message: `Release ${release.to} is in ${bucket}; of what was to be removed, some is still there`,
    hint: `Run again with --clear when the cause is gone.${cdns}`,
  };
  return new CollectstaticError([...error.problems, warning], { cause: error });
}
