import { native, nativeClass } from '../../native/native.ts';
import { plainMaker } from '../../native/stand-ins.ts';
import { MODULE } from '../../types/others.ts';
import { Dict } from '../../values/containers.ts';
import type { NativeModule } from '../../values/runtime.ts';
import { type ClassValue, NOT_IMPLEMENTED, NotModelled } from '../../values/values.ts';

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
    },
  });
}

export const types: NativeModule = {
  name: 'types',
  from: 'stdlib',
  names: () => ({
    SimpleNamespace: simpleNamespace(),
    ModuleType: MODULE,
    MappingProxyType: native('MappingProxyType(mapping)', (_, { mapping = null }) => {
      if (mapping instanceof Dict) return mapping;
      throw new NotModelled('a view of what is no dict is not modelled');
    }),
  }),
};
