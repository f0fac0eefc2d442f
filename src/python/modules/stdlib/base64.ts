import { known } from '../../native/expect.ts';
import { native } from '../../native/native.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { bytes, NotModelled, type Value } from '../../values/values.ts';

function dataOf(value: Value | undefined): Uint8Array {
  const given = known(value);
  if (typeof given === 'object' && given?.kind === 'bytes') return given.data;
  if (typeof given === 'string') return Buffer.from(given, 'latin1');
  throw new NotModelled('an argument is neither str nor bytes');
}

function decoded(runtime: Runtime, value: Value | undefined, urlSafe: boolean): Value {
  const text = Buffer.from(dataOf(value)).toString('latin1');
  const plain = (urlSafe ? text.replaceAll('-', '+').replaceAll('_', '/') : text).replace(
    /[^A-Za-z0-9+/=]/g,
    '',
  );
  if (plain.replace(/=+$/, '').includes('='))
    throw new NotModelled('padding inside of base64 is not modelled');
  if (plain.length % 4 !== 0) return runtime.raise('ValueError', 'Incorrect padding');
  return bytes(Buffer.from(plain, 'base64'));
}

function encoded(value: Value | undefined, urlSafe: boolean): Value {
  const text = Buffer.from(dataOf(value)).toString('base64');
  return bytes(Buffer.from(urlSafe ? text.replaceAll('+', '-').replaceAll('/', '_') : text, 'latin1'));
}

export const base64: NativeModule = {
  name: 'base64',
  from: 'stdlib',
  names: () => ({
    b64encode: native('b64encode(s)', (_, { s }) => encoded(s, false)),
    b64decode: native('b64decode(s)', (runtime, { s }) => decoded(runtime, s, false)),
    standard_b64decode: native('standard_b64decode(s)', (runtime, { s }) => decoded(runtime, s, false)),
    urlsafe_b64encode: native('urlsafe_b64encode(s)', (_, { s }) => encoded(s, true)),
    urlsafe_b64decode: native('urlsafe_b64decode(s)', (runtime, { s }) => decoded(runtime, s, true)),
  }),
};
