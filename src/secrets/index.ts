/** Secrets are never shown: everything that is printed goes through here. */

export { MASK, maskData, maskLine, maskText } from './mask.ts';
export { isSecretName } from './names.ts';
export { maskNear, sourceLine } from './source.ts';
