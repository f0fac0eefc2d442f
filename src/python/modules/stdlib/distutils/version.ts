import { expectStr } from '../../../native/expect.ts';
import { native, nativeClass } from '../../../native/native.ts';
import { plainMaker } from '../../../native/stand-ins.ts';
import { List } from '../../../values/list.ts';
import type { Arguments, NativeModule, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, NOT_IMPLEMENTED, tuple, type Value } from '../../../values/values.ts';

interface Kind {
  readonly name: string;
  /** Sets the attributes of `LooseVersion(text)`; versions are compared by `_key`. */
  readonly parse: (runtime: Runtime, self: Value, text: string) => void;
}

const number = (text: string | undefined): Value => BigInt(text ?? '0');

const LOOSE: Kind = {
  name: 'LooseVersion',
  parse(runtime, self, text) {
    const parts = text.split(/(\d+|[a-z]+|\.)/).filter((part) => part !== '' && part !== '.');
    const version = new List(parts.map((part): Value => (/^\d+$/.test(part) ? number(part) : part)));
    for (const [name, value] of Object.entries({ vstring: text, version, _key: version, _text: text }))
      runtime.setAttribute(self, name, value);
  },
};

const STRICT: Kind = {
  name: 'StrictVersion',
  parse(runtime, self, text) {
    const match = /^(\d+)\.(\d+)(?:\.(\d+))?(?:([ab])(\d+))?\n?$/.exec(text);
    if (match === null) return runtime.raiseValue('ValueError', `invalid version number '${text}'`);
    const [, major, minor, patch, letter, count] = match;
    const version = tuple([major, minor, patch].map(number));
    const prerelease = letter === undefined ? null : tuple([letter, number(count)]);
    const short = [major, minor, ...(patch === undefined || number(patch) === 0n ? [] : [patch])];
    const shown = `${short.map(number).join('.')}${letter === undefined ? '' : `${letter}${number(count)}`}`;
    // A version comes behind its prereleases.
    const _key = tuple([version, prerelease === null ? 1n : 0n, prerelease ?? tuple([])]);
    for (const [name, value] of Object.entries({ version, prerelease, _key, _text: shown }))
      runtime.setAttribute(self, name, value);
  },
};

function versionClass({ name, parse }: Kind): ClassValue {
  const attribute = (runtime: Runtime, value: Value, attributeName: string): Value =>
    runtime.getAttribute(value, attributeName) ?? null;
  /** A str is read as a version of the same kind; anything else can't be compared with one. */
  const compared = (
    method: string,
    compare: (runtime: Runtime, left: Value, right: Value) => boolean,
  ): Value =>
    native(`${method}(self, other)`, (runtime, { self = null, other = null }: Arguments) => {
      const given = typeof other === 'string' ? runtime.call(type, [other]) : other;
      if (!runtime.isInstance(given, type)) return NOT_IMPLEMENTED;
      return compare(runtime, attribute(runtime, self, '_key'), attribute(runtime, given, '_key'));
    });
  const type: ClassValue = nativeClass({
    name,
    module: 'distutils.version',
    members: {
      __new__: plainMaker(),
      __init__: native('__init__(self, vstring=None)', (runtime, { self = null, vstring = null }) => {
        if (vstring !== null && vstring !== '') parse(runtime, self, expectStr(vstring));
        return null;
      }),
      parse: native('parse(self, vstring)', (runtime, { self = null, vstring }) => {
        parse(runtime, self, expectStr(vstring));
        return null;
      }),
      __str__: native('__str__(self)', (runtime, { self = null }) => attribute(runtime, self, '_text')),
      __repr__: native(
        '__repr__(self)',
        (runtime, { self = null }) => `${name} ('${runtime.str(attribute(runtime, self, '_text'))}')`,
      ),
      __eq__: compared('__eq__', (runtime, left, right) => runtime.equal(left, right)),
      __lt__: compared('__lt__', (runtime, left, right) => runtime.less(left, right)),
      __gt__: compared('__gt__', (runtime, left, right) => runtime.less(right, left)),
      __le__: compared('__le__', (runtime, left, right) => !runtime.less(right, left)),
      __ge__: compared('__ge__', (runtime, left, right) => !runtime.less(left, right)),
    },
  });
  return type;
}

/** Old settings ask `LooseVersion(django.get_version()) >= '1.10'`. */
export const distutilsVersion: NativeModule = {
  name: 'distutils.version',
  from: 'stdlib',
  names: () => ({ LooseVersion: versionClass(LOOSE), StrictVersion: versionClass(STRICT) }),
};
