import type { Asset, Problem } from '../types.ts';
import { pathGlob } from './precedence.ts';

const RULES: readonly (readonly [rule: RegExp, why: string])[] = [
  // Windows opens the device whatever follows the first dot. (Looking behind is faster than `^` or a slash.)
  [
    /(?<![^/])(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])[ ]*(?:[./]|$)/i,
    'has the name of a device',
  ],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what Windows refuses.
  [/[<>:"|?*\\\x01-\x1f]/, 'has a character that no file name may have there'],
  [/[. ](?:\/|$)/, 'has a name that ends with a dot or a blank'],
];

/** Matches a path that breaks any rule: one look is enough for nearly all paths. */
const ANY_RULE = new RegExp(RULES.map(([rule]) => rule.source).join('|'), 'i');

/** Reason why Windows can't have a file of this path; `undefined` if it can. */
export function whyUnportable(path: string): string | undefined {
  return RULES.find(([rule]) => rule.test(path))?.[1];
}

/** Number of paths that the problem names; the others are counted. */
const NAMED = 5;

/**
 * One problem for all paths that Windows can't have, without those of ALLOW_CONFLICTS. It is a warning; on Windows it is
 * an error, since the path would be that of another file there, or of a device.
 */
export function unportableNames(
  assets: readonly Asset[],
  allowed: readonly string[],
  system: NodeJS.Platform,
): readonly Problem[] {
  const globs = allowed.map(pathGlob);
  const found = assets.filter(({ path }) => ANY_RULE.test(path) && !globs.some((matches) => matches(path)));
  const [first] = found;
  if (first === undefined) return [];
  const more = found.length > NAMED ? ` and ${found.length - NAMED} more` : '';
  const named = found.slice(0, NAMED).map(({ path }) => `${path} ${whyUnportable(path)}`);
  return [
    {
      code: 'name-unportable',
      severity: system === 'win32' ? 'error' : 'warning',
      message:
        found.length === 1
          ? `${first.path} can't be a file on Windows: it ${whyUnportable(first.path)}`
          : `${found.length} paths can't be files on Windows: ${named.join(', ')}${more}`,
      at: { file: first.source.file },
      hint: 'Rename it, or name it in ALLOW_CONFLICTS where no Windows machine ever gets to see it.',
    },
  ];
}
