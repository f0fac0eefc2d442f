import { instance, native, nativeClass } from '../../native/native.ts';
import { identity, opaqueClass, unknowable } from '../../native/stand-ins.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import type { ClassValue, Instance, Value } from '../../values/values.ts';
import { annotatedFields } from './annotated-fields.ts';
import { namedTupleClass } from './named-tuple.ts';

const FORMS =
  'Any AnyStr Annotated Awaitable Callable ClassVar Collection Concatenate Coroutine DefaultDict Deque Dict Final FrozenSet Generator Iterable Iterator List Literal LiteralString Mapping MutableMapping MutableSequence MutableSet Never NoReturn NotRequired Optional OrderedDict Pattern Match ReadOnly Required Self Sequence Set Text Tuple Type TypeAlias TypeGuard Union Unpack IO TextIO BinaryIO Counter ChainMap AsyncIterator AsyncGenerator';

/** `List[str]`, `Optional[int]`, `T | None`: a form stays what it is whatever is put in. */
function formClass(): ClassValue {
  const same = (signature: string): Value =>
    native(signature, (_, { self = null }) => self, { takesUnknown: true });
  return nativeClass({
    name: '_SpecialForm',
    module: 'typing',
    members: {
      __getitem__: same('__getitem__(self, key)'),
      __or__: same('__or__(self, other)'),
      __ror__: same('__ror__(self, other)'),
      // What is put in is not kept.
      __eq__: unknowable('__eq__', 'whether two types are the same is not followed'),
    },
  });
}

/** A base class that may be written `Generic[T]`. */
function subscriptable(name: string): ClassValue {
  const type = opaqueClass(name, 'typing');
  type.namespace.set('__class_getitem__', {
    kind: 'classmethod',
    function: native('__class_getitem__(cls, key)', (_, { cls = null }) => cls, { takesUnknown: true }),
  });
  return type;
}

/** `class Point(NamedTuple): x: int; y: int = 0`: a namedtuple with what else the body binds. */
function toNamedTuple(runtime: Runtime, type: ClassValue): Value {
  const fields = annotatedFields(type);
  const defaults = fields.filter((field) => field.value !== undefined);
  const made = namedTupleClass(
    runtime,
    type.name,
    type.module,
    fields.map((field) => field.name),
    new Map(defaults.map((field) => [field.name, field.value ?? null])),
  );
  const names = new Set(fields.map((field) => field.name));
  for (const { key, value } of [...type.namespace.entries()]) {
    if (!names.has(key as string) && !made.namespace.has(key)) made.namespace.set(key, value);
  }
  return made;
}

export const typing: NativeModule = {
  name: 'typing',
  from: 'stdlib',
  names: (runtime) => {
    const form = formClass();
    const special = (): Instance => instance(form);
    const decorators = ['final', 'overload', 'no_type_check', 'runtime_checkable', 'override'];
    return {
      ...Object.fromEntries(FORMS.split(' ').map((name) => [name, special()])),
      ...Object.fromEntries(decorators.map((name) => [name, identity(name)])),
      TYPE_CHECKING: false,
      Generic: subscriptable('Generic'),
      Protocol: subscriptable('Protocol'),
      TypedDict: runtime.builtin('dict'),
      NamedTuple: nativeClass({ name: 'NamedTuple', module: 'typing', subclassed: toNamedTuple }),
      TypeVar: native('TypeVar(*args, **keywords)', special, { takesUnknown: true }),
      ParamSpec: native('ParamSpec(*args, **keywords)', special, { takesUnknown: true }),
      NewType: native('NewType(name, tp)', () => identity('new_type')),
      cast: native('cast(typ, val)', (_, { val = null }) => val, { takesUnknown: true }),
    };
  },
};

export const typingExtensions: NativeModule = { ...typing, name: 'typing_extensions', from: 'package' };
