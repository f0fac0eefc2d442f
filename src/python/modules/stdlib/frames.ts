/** Frames as settings use them: to find their own file, or to reach the namespace of who called. */

import { instance, nativeClass } from '../../native/native.ts';
import type { Frame, Runtime } from '../../values/runtime.ts';
import type { ClassValue, Instance } from '../../values/values.ts';

const codeClass: ClassValue = nativeClass({ name: 'code', module: 'builtins' });
export const frameClass: ClassValue = nativeClass({ name: 'frame', module: 'builtins' });

/** The frame of the code that called the native. Frames further out are not kept. */
export function currentFrame(runtime: Runtime): Instance {
  const { module, locals, file }: Frame = runtime.frame();
  const code = instance(codeClass);
  code.attributes.set('co_filename', file);
  const frame = instance(frameClass);
  frame.attributes.set('f_code', code);
  frame.attributes.set('f_globals', module.namespace);
  frame.attributes.set('f_locals', locals);
  frame.attributes.set('f_lineno', BigInt(runtime.at().line ?? 0));
  frame.attributes.set('f_back', runtime.unknown('who called this code is not kept'));
  return frame;
}
