import { createHash, createHmac } from 'node:crypto';
import { expectStr, known } from '../../native/expect.ts';
import { computed, instance, native, nativeClass } from '../../native/native.ts';
import type { Arguments, NativeModule, Runtime } from '../../values/runtime.ts';
import { bytes, type ClassValue, type Instance, NotModelled, type Value } from '../../values/values.ts';

/** Those that Python and Node both have under one name, with the size of a block in bytes. */
const ALGORITHMS: Readonly<Record<string, bigint>> = {
  md5: 64n,
  sha1: 64n,
  sha224: 64n,
  sha256: 64n,
  sha384: 128n,
  sha512: 128n,
};

// Hashing is a loop inside of one call.
const BYTES_A_STEP = 256;

function dataOf(value: Value | undefined): Uint8Array {
  const given = known(value);
  if (typeof given === 'object' && given?.kind === 'bytes') return given.data;
  throw new NotModelled('what is hashed is not bytes');
}

interface State {
  readonly algorithm: string;
  /** Of `hmac`. */
  readonly key: Uint8Array | null;
}

function stateOf(self: Value | undefined): {
  readonly self: Instance;
  readonly state: State;
  readonly data: Uint8Array;
} {
  if (typeof self !== 'object' || self?.kind !== 'instance')
    throw new NotModelled('a method of another object');
  const data = self.attributes.get('_data');
  return { self, state: self.state as State, data: dataOf(data) };
}

function digest(runtime: Runtime, self: Value | undefined): Buffer {
  const { state, data } = stateOf(self);
  runtime.charge(Math.ceil(data.length / BYTES_A_STEP));
  const hash = state.key === null ? createHash(state.algorithm) : createHmac(state.algorithm, state.key);
  return hash.update(data).digest();
}

/** What is hashed is kept in `_data`, so that both ways of an undecided branch can add to it. */
const hashClass: ClassValue = nativeClass({
  name: 'HASH',
  module: '_hashlib',
  members: {
    update: native(
      'update(self, data, /)',
      (runtime, { self, data }) => {
        const { self: object, data: before } = stateOf(self);
        const more = dataOf(data);
        runtime.charge(Math.ceil((before.length + more.length) / BYTES_A_STEP));
        object.attributes.set('_data', bytes(Buffer.concat([before, more])));
        return null;
      },
      { changes: ['self'] },
    ),
    digest: native('digest(self)', (runtime, { self }) => bytes(digest(runtime, self))),
    hexdigest: native('hexdigest(self)', (runtime, { self }) => digest(runtime, self).toString('hex')),
    copy: native('copy(self)', (_, { self }) => {
      const { state, data } = stateOf(self);
      return made(state, data);
    }),
    name: computed((_, self) => stateOf(self).state.algorithm),
    digest_size: computed((runtime, self) => BigInt(digest(runtime, self).length)),
    block_size: computed((_, self) => ALGORITHMS[stateOf(self).state.algorithm] ?? 0n),
  },
});

function made(state: State, data: Uint8Array): Instance {
  const hash = instance(hashClass, state);
  hash.attributes.set('_data', bytes(data));
  return hash;
}

function algorithmNamed(value: Value | undefined): string {
  const given = known(value);
  // `hashlib.sha256` itself may name it.
  const name = typeof given === 'object' && given?.kind === 'native' ? given.name : expectStr(given);
  const found = name.toLowerCase().replace(/^openssl_/, '');
  if (ALGORITHMS[found] === undefined) throw new NotModelled(`the hash ${name} is not modelled`);
  return found;
}

const start = (args: Arguments): Uint8Array =>
  args.data === undefined ? new Uint8Array() : dataOf(args.data);

export const hashlib: NativeModule = {
  name: 'hashlib',
  from: 'stdlib',
  names: () => ({
    ...Object.fromEntries(
      Object.keys(ALGORITHMS).map((algorithm) => [
        algorithm,
        native(`${algorithm}(data=..., *, usedforsecurity=True)`, (_, args) =>
          made({ algorithm, key: null }, start(args)),
        ),
      ]),
    ),
    new: native('new(name, data=..., *, usedforsecurity=True)', (_, args) =>
      made({ algorithm: algorithmNamed(args.name), key: null }, start(args)),
    ),
  }),
};

export const hmac: NativeModule = {
  name: 'hmac',
  from: 'stdlib',
  names: () => ({
    new: native('new(key, msg=None, digestmod=...)', (_, { key, msg = null, digestmod }) =>
      made(
        { algorithm: algorithmNamed(digestmod), key: dataOf(key) },
        msg === null ? new Uint8Array() : dataOf(msg),
      ),
    ),
    digest: native('digest(key, msg, digest)', (runtime, { key, msg, digest: name }) =>
      bytes(digest(runtime, made({ algorithm: algorithmNamed(name), key: dataOf(key) }, dataOf(msg)))),
    ),
    compare_digest: native('compare_digest(a, b)', (runtime, { a = null, b = null }) => runtime.equal(a, b)),
  }),
};
