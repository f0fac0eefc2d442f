import { createRequire } from 'node:module';

/**
 * Loads a parser of YAML or TOML once a settings module reads such a file; most runs need neither. Uses `require`, since
 * evaluation is synchronous: the build makes each a file of its own beside the bundle.
 */
export function loadPackage<Package>(name: 'yaml' | 'smol-toml'): Package {
  // The sources themselves run in tests.
  const isSource = import.meta.url.endsWith('.ts');
  return createRequire(import.meta.url)(isSource ? name : `./${name}.cjs`) as Package;
}
