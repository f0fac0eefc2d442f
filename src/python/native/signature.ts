import type { Parameter } from '../values/runtime.ts';
import type { Value } from '../values/values.ts';

const LITERALS: ReadonlyMap<string, Value | undefined> = new Map<string, Value | undefined>([
  ['None', null],
  ['True', true],
  ['False', false],
  ['...', undefined],
]);

function literal(text: string): Value | undefined {
  if (LITERALS.has(text)) return LITERALS.get(text);
  if (/^-?\d+$/.test(text)) return BigInt(text);
  const quoted = /^'([^']*)'$/.exec(text);
  if (quoted !== null) return quoted[1] as string;
  throw new Error(`a native signature has a default that is no simple literal: ${text}`);
}

/**
 * Reads the parameters of `name(a, /, b, c=None, *rest, d='x', **keywords)`. A mistake in one is a bug of ours, so it throws a
 * plain Error.
 */
export function parseSignature(signature: string): readonly Parameter[] {
  const match = /^[\w.]+\((.*)\)$/.exec(signature);
  if (match === null) throw new Error(`no signature: ${signature}`);
  const [, inside = ''] = match;
  const parameters: Parameter[] = [];
  let kind: Parameter['kind'] = 'either';
  for (const part of inside.split(', ').filter((text) => text !== '')) {
    if (part === '/') {
      for (const [index, parameter] of parameters.entries())
        parameters[index] = { ...parameter, kind: 'positional' };
    } else if (part === '*') {
      kind = 'keyword';
    } else if (part.startsWith('**')) {
      parameters.push({ name: part.slice(2), kind: 'keywords', optional: true, default: undefined });
    } else if (part.startsWith('*')) {
      parameters.push({ name: part.slice(1), kind: 'rest', optional: true, default: undefined });
      kind = 'keyword';
    } else {
      const equals = part.indexOf('=');
      parameters.push(
        equals < 0
          ? { name: part, kind, optional: false, default: undefined }
          : { name: part.slice(0, equals), kind, optional: true, default: literal(part.slice(equals + 1)) },
      );
    }
  }
  return parameters;
}
