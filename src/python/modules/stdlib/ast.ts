import { expectStr } from '../../native/expect.ts';
import { native } from '../../native/native.ts';
import type { NativeModule } from '../../values/runtime.ts';

export const ast: NativeModule = {
  name: 'ast',
  from: 'stdlib',
  names: () => ({
    literal_eval: native('literal_eval(node_or_string)', (runtime, { node_or_string: text }) =>
      runtime.literal(expectStr(text)),
    ),
  }),
};
