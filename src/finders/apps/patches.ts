import type { Problem, Settings } from '../../types.ts';

/** Classes of Django and WhiteNoise by which files are found and stored. */
const CLASSES = String.raw`(?:Static|Manifest|Hashed|Compressed|FileSystem)\w*(?:Storage|Mixin)|\w+Finder|AppConfig|StaticFilesConfig`;
/** `HashedFilesMixin.url_converter = ...`, `setattr(HashedFilesMixin, "url_converter", ...)`. */
const PATCH = new RegExp(
  String.raw`^[ \t]*(?:[\w.]+\.)?(?:(${CLASSES})\.(\w+)[ \t]*(?::[^=\n]+)?[-+|]?=(?!=)|setattr\([ \t]*(?:[\w.]+\.)?(${CLASSES})[ \t]*,[ \t]*(?:["'](\w+)["'])?)`,
  'gm',
);

/** Members that say nothing of which files are collected, or of what is in them. */
const HARMLESS: ReadonlySet<string> = new Set(
  `check default_auto_field find find_in_app find_location label load_manifest max_post_process_passes read_manifest ready
  size stored_name url verbose_name`.split(/\s+/),
);

/**
 * A change that the text of an app's module makes to a class of Django's when the app is loaded, and that would reach this run:
 * with a plain storage nobody asks for fingerprints. `null`: none.
 */
export function patchIn(text: string, file: string, { storage }: Settings): Problem | null {
  for (const match of text.matchAll(PATCH)) {
    const { 1: assigned, 2: member, 3: given, 4: named } = match;
    const type = assigned ?? given ?? '';
    const name = member ?? named;
    if (name !== undefined && HARMLESS.has(name)) continue;
    if (storage.kind === 'plain' && /^(?:Manifest|Hashed|Compressed)/.test(type)) continue;
    const changed = name === undefined ? type : `${type}.${name}`;
    return {
      ...patched(text, file, match),
      message: `${file} changes ${changed}, a class of Django's own, when its app is loaded`,
      hint: 'Put it into a class of your own that the settings name.',
    };
  }
  return null;
}

/** What Django takes from an AppConfig for its static files. */
const DECISIVE = 'path|name|default|ignore_patterns';
/** `BlogConfig.path = ...`, `blog.apps.BlogConfig.path = ...`, `setattr(BlogConfig, "path", ...)`. */
const CONFIG_PATCH = new RegExp(
  String.raw`^[ \t]*(?:([\w.]*\bapps)\.)?(\w+)\.(${DECISIVE})[ \t]*(?::[^=\n]+)?[-+|]?=(?!=)|^[ \t]*setattr\([ \t]*(?:([\w.]*\bapps)\.)?(\w+)[ \t]*,[ \t]*(?:["'](?:${DECISIVE})["']|[^"'\s])`,
  'gm',
);

/**
 * A change that the text of a module makes to an AppConfig of the project, which it names by its module or has imported from
 * one called `apps`. The app is read on its own and would not see it. `null`: none.
 */
export function configPatchIn(text: string, file: string): Problem | null {
  if (!/\bapps\b/.test(text)) return null;
  for (const match of text.matchAll(CONFIG_PATCH)) {
    const { 1: module = match[4], 2: type = match[5] ?? '', 3: member } = match;
    if (module === undefined && !isImportedFromApps(type, text)) continue;
    // Django's own are told in other places.
    if (type === 'AppConfig' || type === 'StaticFilesConfig') continue;
    return {
      ...patched(text, file, match),
      message: `${file} changes ${member === undefined ? type : `${type}.${member}`} from outside of the class`,
      hint: 'Write it into the class, in its apps.py.',
    };
  }
  return null;
}

function isImportedFromApps(type: string, text: string): boolean {
  const names = String.raw`(?:\([^)]*|[^\n(]*)\b${type}\b`;
  return new RegExp(String.raw`\bfrom[ \t]+[\w.]*\bapps[ \t]+import[ \t]*${names}`).test(text);
}

function patched(
  text: string,
  file: string,
  { 0: whole, index }: RegExpMatchArray,
): Pick<Problem, 'code' | 'severity' | 'at' | 'excerpt' | 'cause'> {
  const blanks = whole.length - whole.trimStart().length;
  const line = text.slice(0, (index ?? 0) + blanks).split('\n').length;
  return {
    code: 'class-patched',
    severity: 'error',
    at: { file, line, column: blanks + 1 },
    excerpt: text.split('\n')[line - 1] ?? '',
    cause: 'no project code is run, so what that makes of the files is not known',
  };
}
