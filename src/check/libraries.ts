import { join } from 'node:path';
import { CollectstaticError } from '../errors.ts';
import type { App } from '../finders/index.ts';
import { namesIn } from '../folders.ts';
import { type Load, type PythonFiles, staticTagsIn } from '../templates/index.ts';
import type { TemplateEngine } from '../types.ts';
import { textOf } from './reading.ts';

/** Libraries of Django, none of which has a tag called `static`. */
const WITHOUT_STATIC: ReadonlySet<string> = new Set([
  ...['cache', 'i18n', 'l10n', 'tz', 'humanize', 'log', 'flatpages', 'admin_filters', 'admin_list'],
  ...['admin_modify', 'admin_urls'],
]);

/** What is known of template libraries. */
export interface Libraries {
  /** False only if it is certain that a library of that name is nowhere. */
  readonly mayExist: (library: string, engine: TemplateEngine) => boolean;
  /** False only if it is certain that the load brings no such tag. */
  readonly mayBring: (load: Load, tag: string, engine: TemplateEngine) => boolean;
  /** False only if it is certain that no builtin of the engine is such a tag. */
  readonly isBuiltin: (tag: string, engine: TemplateEngine) => boolean;
}

/** Looks at the `templatetags` of the apps; a library is read for the word only, since Python may register a tag in many ways. */
export function knowLibraries(apps: readonly App[], searchPath: readonly string[]): Libraries {
  const texts = new Map<string, string | null>();
  const cached = (key: string, find: () => readonly string[]): string | null => {
    let text = texts.get(key);
    if (text === undefined) {
      text =
        find()
          .map(textOf)
          .find((found) => found !== null) ?? null;
      texts.set(key, text);
    }
    return text;
  };
  const libraryText = (name: string): string | null =>
    cached(`library ${name}`, () =>
      apps.flatMap(({ folder }) =>
        folder === null ? [] : [join(folder, 'templatetags', `${name.replaceAll('.', '/')}.py`)],
      ),
    );
  const moduleText = (name: string): string | null =>
    cached(`module ${name}`, () =>
      searchPath.map((folder) => join(folder, `${name.replaceAll('.', '/')}.py`)),
    );
  const mayHold = (text: string | null, tag: string): boolean => text === null || text.includes(tag);

  return {
    mayExist: (library, { libraries, isComplete }) =>
      !isComplete || Object.hasOwn(libraries, library) || libraryText(library) !== null,
    mayBring({ library, tags }, tag, { libraries }) {
      if (tags !== null) return tags.includes(tag);
      const module = libraries[library];
      if (module !== undefined) return mayHold(moduleText(module), tag);
      if (library === 'static') return true;
      const own = libraryText(library);
      return own === null ? !WITHOUT_STATIC.has(library) : mayHold(own, tag);
    },
    isBuiltin: (tag, { builtins, isComplete }) =>
      !isComplete ||
      builtins.some((module) =>
        module === 'django.templatetags.static'
          ? true
          : !WITHOUT_STATIC.has(module.replace('django.templatetags.', '')) &&
            mayHold(moduleText(module), tag),
      ),
  };
}

/** Reads the `templatetags` of the apps for tags that pass their argument on to `static`, and gives each with its library. */
export function learnTags(apps: readonly App[], parse: PythonFiles): ReadonlyMap<string, string> {
  const learnt = new Map<string, string>();
  for (const { folder } of apps) {
    if (folder === null) continue;
    const tags = join(folder, 'templatetags');
    for (const name of namesIn(tags).filter((each) => each.endsWith('.py'))) {
      const text = textOf(join(tags, name));
      if (text === null || !text.includes('simple_tag') || !text.includes('static(')) continue;
      for (const tag of tagsIn(join(tags, name), text, parse)) learnt.set(tag, name.slice(0, -'.py'.length));
    }
  }
  return learnt;
}

function tagsIn(file: string, text: string, parse: PythonFiles): readonly string[] {
  try {
    return staticTagsIn(parse(file, text));
  } catch (error) {
    // The file is told of where Python is looked at.
    if (error instanceof CollectstaticError) return [];
    throw error;
  }
}
