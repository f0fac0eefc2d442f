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
  for (const { 0: whole, index, 1: assigned, 2: member, 3: given, 4: named } of text.matchAll(PATCH)) {
    const type = assigned ?? given ?? '';
    const name = member ?? named;
    if (name !== undefined && HARMLESS.has(name)) continue;
    if (storage.kind === 'plain' && /^(?:Manifest|Hashed|Compressed)/.test(type)) continue;
    const before = text.slice(0, index + whole.length - whole.trimStart().length);
    const line = before.split('\n').length;
    const changed = name === undefined ? type : `${type}.${name}`;
    return {
      code: 'class-patched',
      severity: 'error',
      message: `${file} changes ${changed}, a class of Django's own, when its app is loaded`,
      at: { file, line, column: whole.length - whole.trimStart().length + 1 },
      excerpt: text.split('\n')[line - 1] ?? '',
      cause: 'no project code is run, so what that makes of the files is not known',
      hint: `Put it into a class of your own that the settings name.`,
    };
  }
  return null;
}
