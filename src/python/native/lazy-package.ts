import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** True if this runs from the sources, as tests do. */
const isSource = import.meta.url.endsWith('.ts');

/**
 * Loads a parser of YAML or TOML once a settings module reads such a file; most runs need neither. Uses `require`, since
 * evaluation is synchronous: the build makes each a file of its own beside the bundle.
 */
export function loadPackage<Package>(name: 'yaml' | 'smol-toml'): Package {
  return require(isSource ? name : `./${name}.cjs`) as Package;
}
