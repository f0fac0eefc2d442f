import { native, nativeClass } from '../../native/native.ts';
import { plainMaker } from '../../native/stand-ins.ts';
import { MAPPING_PROXY } from '../../types/mapping-proxy.ts';
import { MODULE } from '../../types/others.ts';
import { Dict } from '../../values/dict.ts';
import type { NativeModule } from '../../values/runtime.ts';
import { type ClassValue, NOT_IMPLEMENTED } from '../../values/values.ts';

function simpleNamespace(): ClassValue {
  return nativeClass({
    name: 'SimpleNamespace',
    module: 'types',
    complete: true,
    members: {
      __new__: plainMaker(),
      __init__: native(
        '__init__(self, **keywords)',
        (runtime, { self = null, keywords }) => {
          if (keywords instanceof Dict) {
            for (const { key, value } of keywords.entries()) runtime.setAttribute(self, key as string, value);
          }
          return null;
        },
        { takesUnknown: true },
      ),
      __eq__: native('__eq__(self, other)', (runtime, { self = null, other = null }) => {
        const [left, right] = [self, other].map((each) =>
          typeof each === 'object' && each?.kind === 'instance' ? each.attributes : undefined,
        );
        if (left === undefined || right === undefined || runtime.classOf(self) !== runtime.classOf(other))
          return NOT_IMPLEMENTED;
        return runtime.equal(left, right);
      }),
      __repr__: native('__repr__(self)', (runtime, { self = null }) => {
        const names = typeof self === 'object' && self?.kind === 'instance' ? self.attributes : new Dict();
        const parts = [...names.entries()].map(({ key, value }) => `${key}=${runtime.repr(value)}`);
        return `namespace(${parts.join(', ')})`;
      }),
    },
  });
}

export const types: NativeModule = {
  name: 'types',
  from: 'stdlib',
  names: () => ({
    SimpleNamespace: simpleNamespace(),
    ModuleType: MODULE,
    MappingProxyType: MAPPING_PROXY,
  }),
};
