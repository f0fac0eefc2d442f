/** Functions of the project that check the values of a model: what their decorators keep, and calling them. */

import { instance, native, nativeClass } from '../../../native/native.ts';
import type { NativeFunction, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, type Instance, NotModelled, Raised, type Value } from '../../../values/values.ts';
import { Invalid } from './constraints.ts';

export interface Check {
  readonly of: 'field' | 'model';
  /** `'*'` for all fields. */
  readonly fields: readonly string[];
  readonly mode: 'before' | 'after' | 'plain';
  /** As version 1 calls it: with `values`, and of a model with all values instead of itself. */
  readonly isFirstVersion: boolean;
  /** What was decorated: a function or classmethod. */
  readonly decorated: Value;
  readonly unmodelled: string | undefined;
}

const checkClass: ClassValue = nativeClass({ name: 'PydanticDescriptorProxy', module: 'pydantic._internal' });

export function checkOf(value: Value): Check | undefined {
  const isCheck = typeof value === 'object' && value?.kind === 'instance' && value.class === checkClass;
  return isCheck ? ((value as Instance).state as Check) : undefined;
}

function modeOf(mode: Value): Check['mode'] {
  if (mode === 'before' || mode === 'after' || mode === 'plain') return mode;
  throw new NotModelled('such a mode of a validator is not modelled');
}

function decorator(name: string, state: (decorated: Value) => Check): NativeFunction {
  return native(`${name}(function)`, (_, { function: decorated = null }) =>
    instance(checkClass, state(decorated)),
  );
}

/** `field_validator('a', 'b', mode='before')`. */
const fieldValidator = native(
  "field_validator(field, /, *fields, mode='after', **others)",
  (runtime, { field = null, fields = null, mode = 'after' }) => {
    const names = [field, ...runtime.iterate(fields)].map(String);
    return decorator('field_validator', (decorated) => ({
      of: 'field',
      fields: names,
      mode: modeOf(mode),
      isFirstVersion: false,
      decorated,
      unmodelled: undefined,
    }));
  },
);

/** `model_validator(mode='after')`. */
const modelValidator = native('model_validator(*, mode)', (_, { mode = null }) =>
  decorator('model_validator', (decorated) => ({
    of: 'model',
    fields: [],
    mode: modeOf(mode),
    isFirstVersion: false,
    decorated,
    unmodelled: undefined,
  })),
);

/** Version 1's `validator('a', pre=True)`. `always` says nothing more where defaults are checked anyhow. */
const validator = native(
  'validator(*fields, pre=False, each_item=False, always=False, **others)',
  (runtime, { fields = null, pre = false, each_item: each = false }) => {
    const names = runtime.iterate(fields).map(String);
    return decorator('validator', (decorated) => ({
      of: 'field',
      fields: names,
      mode: runtime.truth(pre) ? 'before' : 'after',
      isFirstVersion: true,
      decorated,
      unmodelled: runtime.truth(each) ? 'each_item of a validator is not modelled' : undefined,
    }));
  },
);

const rootValidator = native(
  'root_validator(function=None, /, *, pre=False, allow_reuse=False, skip_on_failure=False)',
  (runtime, { function: bare = null, pre = false }) => {
    const mode = runtime.truth(pre) ? 'before' : 'after';
    const make = (decorated: Value): Check => ({
      of: 'model',
      fields: [],
      mode,
      isFirstVersion: true,
      decorated,
      unmodelled: undefined,
    });
    return bare === null ? decorator('root_validator', make) : instance(checkClass, make(bare));
  },
);

export const DECORATORS: Readonly<Record<string, Value>> = {
  field_validator: fieldValidator,
  model_validator: modelValidator,
  validator,
  root_validator: rootValidator,
};

function functionOf(decorated: Value): Value {
  const isWrapped =
    typeof decorated === 'object' &&
    (decorated?.kind === 'classmethod' || decorated?.kind === 'staticmethod');
  return isWrapped ? decorated.function : decorated;
}

/** What a function raises to say that a value is wrong, as pydantic takes it. */
export function guarded(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Raised)) throw error;
    const isVerdict = error.exception.class.mro.some(
      (base) => base.kind === 'class' && ['ValueError', 'AssertionError'].includes(base.name),
    );
    if (!isVerdict) throw error;
    throw new Invalid(`a validator raises ${error.exception.class.name}`);
  }
}

const infoClass: ClassValue = nativeClass({ name: 'ValidationInfo', module: 'pydantic' });

function infoOf(data: Value, field: string): Instance {
  const made = instance(infoClass);
  made.attributes.set('data', data);
  made.attributes.set('field_name', field);
  made.attributes.set('context', null);
  return made;
}

/** Calls the check of a field; `before` holds the fields that came before it. */
export function checkField(
  runtime: Runtime,
  check: Check,
  type: ClassValue,
  field: string,
  value: Value,
  before: Value,
): Value {
  if (check.unmodelled !== undefined) throw new NotModelled(check.unmodelled);
  const callee = functionOf(check.decorated);
  const isStatic = typeof check.decorated === 'object' && check.decorated?.kind === 'staticmethod';
  if (typeof callee !== 'object' || callee?.kind !== 'function')
    throw new NotModelled('such a validator is not modelled');
  const args = isStatic ? [value] : [type, value];
  if (check.isFirstVersion) {
    if (callee.accepts('field') || callee.accepts('config'))
      throw new NotModelled('a validator that asks for its field is not modelled');
    const values = new Map<string, Value>(callee.accepts('values') ? [['values', before]] : []);
    return guarded(() => runtime.call(callee, args, values));
  }
  const takesInfo = callee.most > args.length;
  return guarded(() => runtime.call(callee, takesInfo ? [...args, infoOf(before, field)] : args));
}

/** Calls a check of the whole model with its values, or with itself. Gives what the function gives. */
export function checkModel(runtime: Runtime, check: Check, type: ClassValue, subject: Value): Value {
  if (check.unmodelled !== undefined) throw new NotModelled(check.unmodelled);
  const callee = functionOf(check.decorated);
  if (typeof callee !== 'object' || callee?.kind !== 'function')
    throw new NotModelled('such a validator is not modelled');
  const isMethod = !check.isFirstVersion && check.mode === 'after';
  if (isMethod && callee !== check.decorated)
    throw new NotModelled('a class method that checks a finished model is not modelled');
  const args = isMethod ? [subject] : [type, subject];
  const takesInfo = !check.isFirstVersion && callee.most > args.length;
  return guarded(() => runtime.call(callee, takesInfo ? [...args, infoOf(null, '')] : args));
}

/** `BeforeValidator(f)` and the like, of an `Annotated`. */
const functionClass: ClassValue = nativeClass({
  name: 'Validator',
  module: 'pydantic.functional_validators',
});

export interface FunctionCheck {
  readonly mode: Check['mode'];
  readonly function: Value;
}

export function functionCheckOf(value: Value): FunctionCheck | undefined {
  const isCheck = typeof value === 'object' && value?.kind === 'instance' && value.class === functionClass;
  return isCheck ? (value.state as FunctionCheck) : undefined;
}

function functionValidator(name: string, mode: Check['mode']): NativeFunction {
  return native(`${name}(func)`, (_, { func = null }) => instance(functionClass, { mode, function: func }));
}

export const FUNCTION_CHECKS: Readonly<Record<string, Value>> = {
  BeforeValidator: functionValidator('BeforeValidator', 'before'),
  AfterValidator: functionValidator('AfterValidator', 'after'),
  PlainValidator: functionValidator('PlainValidator', 'plain'),
};

export function callFunctionCheck(runtime: Runtime, check: FunctionCheck, value: Value): Value {
  const { function: callee } = check;
  if (typeof callee === 'object' && callee?.kind === 'function' && callee.needed > 1)
    throw new NotModelled('a validator that asks for more than the value is not modelled');
  return guarded(() => runtime.call(callee, [value]));
}
