import { Dict } from '../containers.ts';
import { type NativeModule, native, nativeClass } from '../native.ts';
import { MODULE } from '../types/others.ts';
import { type ClassValue, NotModelled } from '../values.ts';
import { plainMaker } from './stand-ins.ts';

function simpleNamespace(): ClassValue {
  return nativeClass({
    name: 'SimpleNamespace',
    module: 'types',
    complete: true,
    members: {
      __new__: plainMaker(),
      __init__: native(
        '__init__(self, **keywords)',
        (context, { self = null, keywords }) => {
          if (keywords instanceof Dict) {
            for (const { key, value } of keywords.entries()) context.setAttribute(self, key as string, value);
          }
          return null;
        },
        { takesUnknown: true },
      ),
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
