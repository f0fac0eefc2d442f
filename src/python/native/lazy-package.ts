import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * Loads a parser only when a settings module reads such a file: evaluation is synchronous, so `import()` can't, and most
 * runs need neither.
 */
export function loadPackage<Package>(name: 'yaml' | 'smol-toml'): Package {
  return require(name) as Package;
}
