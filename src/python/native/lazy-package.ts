import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * Loads a parser of YAML or TOML once a settings module reads such a file; most runs need neither. Uses `require`, since
 * evaluation is synchronous.
 */
export function loadPackage<Package>(name: 'yaml' | 'smol-toml'): Package {
  return require(name) as Package;
}
