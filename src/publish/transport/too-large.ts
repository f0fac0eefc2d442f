import { type CollectstaticError, fail } from '../../errors.ts';

/** For an object (`s3://bucket/key`) of more than `maxBytes`. */
export function tooLarge(object: string, maxBytes: number): CollectstaticError {
  return fail({
    code: 'bucket-too-large',
    message: `${object} is larger than ${maxBytes} bytes, so it is not one of ours`,
    hint: 'Look what lies there, and remove it or publish to another place.',
  });
}
