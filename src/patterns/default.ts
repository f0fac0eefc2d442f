import type { ReferencePattern, ReferenceRule } from '../types.ts';

/** Templates and expressions of Django's storages with a manifest, as far as they differ from version to version. */
interface Differences {
  /** `(?m)^(?P<matched>`: before 5.0 the group stands in front of the line, and is empty. */
  readonly line: string;
  readonly url: string;
  readonly modules: readonly (readonly [regex: string, template: string])[];
  /** 6.1: scripts have spans of their own that are left alone. */
  readonly ignores: boolean;
}

const ANY_QUOTE = String.raw`(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))`;
const SAME_QUOTE = String.raw`(?P<matched>url\((?P<quote>['"]{0,1})\s*(?P<url>.*?)(?P=quote)\))`;

const LINE = '(?m)^(?P<matched>';

function modulesUpTo60(imported: string, start: string): Differences['modules'] {
  return [
    [
      String.raw`(?P<matched>import(?s:(?P<import>${imported}))\s*from\s*['"](?P<url>[${start}].*?)["']\s*;)`,
      'import%(import)s from "%(url)s";',
    ],
    [
      String.raw`(?P<matched>export(?s:(?P<exports>[\s\{].*?))\s*from\s*["'](?P<url>[${start}].*?)["']\s*;)`,
      'export%(exports)s from "%(url)s";',
    ],
    [String.raw`(?P<matched>import\s*['"](?P<url>[${start}].*?)["']\s*;)`, 'import"%(url)s";'],
    [String.raw`(?P<matched>import\(["'](?P<url>.*?)["']\))`, 'import("%(url)s")'],
  ];
}

const MODULES_61: Differences['modules'] = [
  [
    String.raw`(?P<matched>import(?P<import>[\s\{][^;]*?|\*\s*as\s*\w+)\s*from\s*['"](?P<url>[./].*?)["'])`,
    'import%(import)s from "%(url)s"',
  ],
  [
    String.raw`(?P<matched>export(?P<exports>[\s\{][^;]*?)\s*from\s*["'](?P<url>[./].*?)["'])`,
    'export%(exports)s from "%(url)s"',
  ],
  [String.raw`(?P<matched>import\s*['"](?P<url>[./].*?)["'])`, 'import"%(url)s"'],
  [String.raw`(?P<matched>import\(["'](?P<url>[./].*?)["']\))`, 'import("%(url)s")'],
];

const BODY = String.raw`[\s\{].*?`;
const WITH_STAR = String.raw`[\s\{].*?|\*\s*as\s*\w+`;
const UP_TO_51: Differences = {
  ...{ line: LINE, url: ANY_QUOTE, ignores: false },
  modules: modulesUpTo60(BODY, './'),
};

const VERSIONS: ReadonlyMap<string, Differences> = new Map([
  ['4.2', { ...UP_TO_51, line: '(?m)(?P<matched>)^(', modules: modulesUpTo60(BODY, String.raw`\.\/`) }],
  ['5.0', UP_TO_51],
  ['5.1', UP_TO_51],
  ['5.2', { ...UP_TO_51, modules: modulesUpTo60(WITH_STAR, './') }],
  ['6.0', { ...UP_TO_51, url: SAME_QUOTE, modules: modulesUpTo60(WITH_STAR, './') }],
  ['6.1', { line: LINE, url: SAME_QUOTE, modules: MODULES_61, ignores: true }],
]);

/** Template of a rule that says none. */
export const DEFAULT_TEMPLATE: string = 'url("%(url)s")';

/** `HashedFilesMixin.patterns` of a Django version, `major.minor`; `undefined` for one that is not known. */
export function defaultPatterns(version: string): readonly ReferencePattern[] | undefined {
  const known = VERSIONS.get(version);
  if (known === undefined) return undefined;
  const { line, url, ignores } = known;
  const css = ignores ? { ignores: 'css' as const } : {};
  return [
    {
      glob: '*.css',
      rules: [
        { regex: url, template: DEFAULT_TEMPLATE, ...css },
        {
          regex: String.raw`(?P<matched>@import\s*["']\s*(?P<url>.*?)["'])`,
          template: '@import url("%(url)s")',
          ...css,
        },
        {
          regex: String.raw`${line}/\*#[ \t](?-i:sourceMappingURL)=(?P<url>.*)[ \t]*\*/)$`,
          template: '/*# sourceMappingURL=%(url)s */',
          ...css,
        },
      ],
    },
    {
      glob: '*.js',
      rules: [
        inScript(`${line}//# (?-i:sourceMappingURL)=(?P<url>.*))$`, '//# sourceMappingURL=%(url)s', ignores),
      ],
    },
  ];
}

/** The pattern that `support_js_module_import_aggregation` adds. */
export function modulePattern(version: string): ReferencePattern | undefined {
  const known = VERSIONS.get(version);
  if (known === undefined) return undefined;
  const { modules, ignores } = known;
  return { glob: '*.js', rules: modules.map(([regex, template]) => inScript(regex, template, ignores)) };
}

function inScript(regex: string, template: string, ignores: boolean): ReferenceRule {
  return { regex, template, ...(ignores && { ignores: 'js' as const }) };
}

/** Django's version, and whether the storage rewrites what scripts import. */
export interface Usual {
  readonly djangoVersion: string;
  readonly moduleAggregation: boolean;
}

/** Returns Django's own patterns, those of one glob as one; `undefined` for a version that is not known. */
export function usualPatterns({
  djangoVersion,
  moduleAggregation,
}: Usual): readonly ReferencePattern[] | undefined {
  const [usual, modules] = [defaultPatterns(djangoVersion), modulePattern(djangoVersion)];
  if (usual === undefined || modules === undefined) return undefined;
  return mergedByGlob(moduleAggregation ? [...usual, modules] : usual);
}

/** Puts the rules of one glob together, in the place of the first, as Django does. */
export function mergedByGlob(patterns: readonly ReferencePattern[]): readonly ReferencePattern[] {
  const merged = new Map<string, readonly ReferenceRule[]>();
  for (const { glob, rules } of patterns) {
    if (rules.length > 0) merged.set(glob, [...(merged.get(glob) ?? []), ...rules]);
  }
  return [...merged].map(([glob, rules]) => ({ glob, rules }));
}
