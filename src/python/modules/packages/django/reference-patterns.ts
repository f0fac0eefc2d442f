import { DEFAULT_TEMPLATE, defaultPatterns, modulePattern } from '../../../../patterns/default.ts';
import type { ReferencePattern, ReferenceRule } from '../../../../types.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { tuple, type Value } from '../../../values/values.ts';
import { distributions, normalName } from '../../stdlib/dist-info.ts';

/** The attributes of HashedFilesMixin that say what references look like, as the Django on the search path has them. */
export function referencePatterns(runtime: Runtime): Readonly<Record<string, Value>> {
  const installed = distributions(runtime).find((each) => normalName(each.name) === 'django');
  const version = /^\d+\.\d+/.exec(installed?.version ?? '')?.[0] ?? '';
  const [patterns, modules] = [defaultPatterns(version), modulePattern(version)];
  if (patterns === undefined || modules === undefined) {
    const why = version === '' ? 'the version of Django is not known' : `Django ${version} is not known`;
    const unknown = runtime.unknown(`${why}, and so are the patterns of its storages`);
    return { patterns: unknown, _js_module_import_aggregation_patterns: unknown };
  }
  return {
    patterns: tuple(patterns.map((pattern) => patternValue(runtime, pattern))),
    _js_module_import_aggregation_patterns: patternValue(runtime, modules),
  };
}

function patternValue(runtime: Runtime, { glob, rules }: ReferencePattern): Value {
  return tuple([glob, tuple(rules.map((rule) => ruleValue(runtime, rule)))]);
}

/** As Django writes it: the template only if it is no default, and what a script's rule leaves alone. */
function ruleValue(runtime: Runtime, { regex, template, ignores }: ReferenceRule): Value {
  if (ignores === 'js')
    return tuple([regex, template, runtime.unknown('a compiled expression of Django is not modelled')]);
  return template === DEFAULT_TEMPLATE ? regex : tuple([regex, template]);
}
