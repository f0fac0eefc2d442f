import { instance, native, nativeClass } from '../../../native/native.ts';
import type { NativeModule } from '../../../values/runtime.ts';
import { tuple, type Value } from '../../../values/values.ts';
import { expectDict } from '../collections/dicts.ts';
import { asDict, asTuple } from './conversions.ts';
import { decorate, expectClass, frozenError } from './decorate.ts';
import { type FieldOptions, fieldClass, fieldsOfClass, valuesOf } from './fields.ts';

export const dataclasses: NativeModule = {
  name: 'dataclasses',
  from: 'stdlib',
  names: (runtime) => ({
    dataclass: native('dataclass(cls=None, /, **options)', (runtime, { cls = null, options }) => {
      if (cls !== null) return decorate(runtime, expectClass(cls), expectDict(options));
      return native('wrap(cls)', (call, { cls: type = null }) =>
        decorate(call, expectClass(type), expectDict(options)),
      );
    }),
    field: native(
      'field(*, default=..., default_factory=..., init=True, repr=True, compare=True, kw_only=False, **others)',
      (runtime, args) => {
        const options: FieldOptions = {
          default: args.default,
          factory: args.default_factory,
          init: runtime.truth(args.init ?? true),
          keywordOnly: runtime.truth(args.kw_only ?? false),
          repr: runtime.truth(args.repr ?? true),
          compare: runtime.truth(args.compare ?? true),
        };
        return instance(fieldClass, options);
      },
    ),
    KW_ONLY: instance(nativeClass({ name: '_KW_ONLY_TYPE', module: 'dataclasses' })),
    astuple: native('astuple(obj)', (runtime, { obj = null }) => asTuple(runtime, obj)),
    asdict: native('asdict(obj)', (runtime, { obj = null }) => asDict(runtime, obj)),
    fields: native('fields(class_or_instance)', (runtime, { class_or_instance: given = null }) => {
      const type = typeof given === 'object' && given?.kind === 'class' ? given : runtime.classOf(given);
      const fields =
        fieldsOfClass.get(type) ??
        runtime.raise('TypeError', 'must be called with a dataclass type or instance');
      return tuple(
        fields.map((field) => {
          const made = instance(fieldClass, field);
          made.attributes.set('name', field.name);
          return made;
        }),
      );
    }),
    FrozenInstanceError: frozenError(runtime),
    is_dataclass: native('is_dataclass(obj)', (runtime, { obj = null }) => {
      return fieldsOfClass.has(typeof obj === 'object' && obj?.kind === 'class' ? obj : runtime.classOf(obj));
    }),
    replace: native('replace(obj, /, **changes)', (runtime, { obj = null, changes }) => {
      const type = runtime.classOf(obj);
      const fields =
        fieldsOfClass.get(type) ??
        runtime.raise('TypeError', 'replace() should be called on dataclass instances');
      const kept = new Map<string, Value>(
        valuesOf(
          runtime,
          obj,
          fields.filter((field) => field.init),
        ),
      );
      for (const { key, value } of expectDict(changes).entries()) kept.set(key as string, value);
      return runtime.call(type, [], kept);
    }),
  }),
};
