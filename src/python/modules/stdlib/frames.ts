/** Frames as settings use them: to find their own file, or to reach the namespace of who called. */

import { computed, instance, nativeClass } from '../../native/native.ts';
import type { Frame, Runtime } from '../../values/runtime.ts';
import {
  type ClassValue,
  type Instance,
  MetUnknown,
  type Property,
  type Value,
} from '../../values/values.ts';

const codeClass: ClassValue = nativeClass({ name: 'code', module: 'builtins', fixed: 'all' });

interface FrameState {
  readonly frame: Frame;
  /** The callers, innermost first. */
  readonly callers: readonly Frame[];
}

function stateOf(self: Value): FrameState {
  return (self as Instance).state as FrameState;
}

const of = (get: (runtime: Runtime, state: FrameState) => Value): Property =>
  computed((runtime, self) => get(runtime, stateOf(self)));

export const frameClass: ClassValue = nativeClass({
  name: 'frame',
  module: 'builtins',
  fixed: 'all',
  members: {
    f_code: of((_, { frame }) => {
      const code = instance(codeClass);
      code.attributes.set('co_filename', frame.file);
      const name = frame.name ?? (frame.locals === frame.module.namespace ? '<module>' : undefined);
      if (name !== undefined) code.attributes.set('co_name', name);
      return code;
    }),
    f_globals: of((_, { frame }) => frame.module.namespace),
    f_locals: of((runtime, { frame }) => runtime.locals(frame)),
    f_lineno: of((runtime, { frame }) => runtime.lineOf(frame)),
    f_back: of((runtime, { callers: [next, ...others] }) =>
      next === undefined ? unknownFrame(runtime) : frameOf(next, others),
    ),
  },
});

function frameOf(frame: Frame, callers: readonly Frame[]): Instance {
  const state: FrameState = { frame, callers };
  return instance(frameClass, state);
}

/** The frame so many calls further out; `0`: of the code that called the native. */
export function frameAt(runtime: Runtime, depth: number): Value {
  const [frame, ...callers] = runtime.frames().slice(depth);
  return frame === undefined ? unknownFrame(runtime) : frameOf(frame, callers);
}

/** Whoever gets it may change the names of any module whose code is waiting (policy Taint). */
function unknownFrame(runtime: Runtime): Value {
  const reason = 'who called this code is not known';
  runtime.taintCallers(reason);
  throw new MetUnknown(runtime.unknown(reason));
}
