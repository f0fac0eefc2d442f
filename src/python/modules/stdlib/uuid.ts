import { createHash } from 'node:crypto';
import { expectStr, known } from '../../native/expect.ts';
import { computed, instance, native, nativeClass } from '../../native/native.ts';
import { allUnknowable } from '../../native/stand-ins.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { bytes, type ClassValue, type Instance, NotModelled, type Value } from '../../values/values.ts';

/** The 32 digits. */
function digitsOf(value: Value | undefined): string {
  const given = known(value);
  if (typeof given === 'object' && given?.kind === 'instance' && given.class === uuidClass)
    return given.state as string;
  throw new NotModelled('an argument is no UUID');
}

function written(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const uuidClass: ClassValue = nativeClass({
  name: 'UUID',
  module: 'uuid',
  hashKey: (self) => `UUID ${String(self.state)}`,
  members: {
    __new__: native('__new__(cls, hex)', (runtime, { hex }) => parsed(runtime, expectStr(hex))),
    __str__: native('__str__(self)', (_, { self }) => written(digitsOf(self))),
    __repr__: native('__repr__(self)', (_, { self }) => `UUID('${written(digitsOf(self))}')`),
    hex: computed((_, self) => digitsOf(self)),
    int: computed((_, self) => BigInt(`0x${digitsOf(self)}`)),
    bytes: computed((_, self) => bytes(Buffer.from(digitsOf(self), 'hex'))),
    urn: computed((_, self) => `urn:uuid:${written(digitsOf(self))}`),
  },
});

function parsed(runtime: Runtime, text: string): Instance {
  const digits = text
    .replace('urn:', '')
    .replace('uuid:', '')
    .replace(/^[{}]+|[{}]+$/g, '')
    .replaceAll('-', '');
  if (!/^[\da-f]{32}$/i.test(digits))
    return runtime.raise('ValueError', 'badly formed hexadecimal UUID string');
  return instance(uuidClass, digits.toLowerCase());
}

/** `uuid3` and `uuid5`: the hash of a name within a namespace. */
function named(version: 3 | 5, algorithm: 'md5' | 'sha1'): Value {
  return native(`uuid${version}(namespace, name)`, (_, { namespace, name }) => {
    const hash = createHash(algorithm)
      .update(Buffer.from(digitsOf(namespace), 'hex'))
      .update(expectStr(name), 'utf8')
      .digest()
      .subarray(0, 16);
    hash[6] = ((hash[6] as number) & 0x0f) | (version << 4);
    hash[8] = ((hash[8] as number) & 0x3f) | 0x80;
    return instance(uuidClass, hash.toString('hex'));
  });
}

const NAMESPACES: Readonly<Record<string, string>> = { DNS: '10', URL: '11', OID: '12', X500: '14' };

export const uuid: NativeModule = {
  name: 'uuid',
  from: 'stdlib',
  names: () => ({
    ...allUnknowable(['uuid1', 'uuid4', 'uuid6', 'uuid7', 'uuid8', 'getnode'], 'it is random'),
    ...Object.fromEntries(
      Object.entries(NAMESPACES).map(([name, digits]) => [
        `NAMESPACE_${name}`,
        instance(uuidClass, `6ba7b8${digits}9dad11d180b400c04fd430c8`),
      ]),
    ),
    UUID: uuidClass,
    uuid3: named(3, 'md5'),
    uuid5: named(5, 'sha1'),
  }),
};
