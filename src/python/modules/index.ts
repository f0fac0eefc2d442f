import type { NativeModule } from '../native.ts';
import { os } from './os.ts';
import { osPath } from './os-path.ts';

/** Every modelled module by its dotted name. A package's submodules are listed on their own. */
export const MODULES: ReadonlyMap<string, NativeModule> = new Map(
  [os, osPath, { ...osPath, name: 'posixpath' }].map((module) => [module.name, module]),
);
