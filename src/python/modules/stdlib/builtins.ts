import { builtinNames } from '../../builtins/index.ts';
import type { NativeModule } from '../../values/runtime.ts';

/** The names that are there without an import, for code that imports them all the same: it once ran on Python 2 too. */
export const builtins: NativeModule = {
  name: 'builtins',
  from: 'stdlib',
  names: () => Object.fromEntries(builtinNames()),
};
