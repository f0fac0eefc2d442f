import { resolve } from 'node:path';
import type { TemplateEngine, TemplateSearch } from '../../types.ts';
import type { Datum } from '../datum.ts';
import { firstUnresolved, isList, isTable, type Table } from '../datum.ts';

const DJANGO = 'django.template.backends.django.DjangoTemplates';
const JINJA2 = 'django.template.backends.jinja2.Jinja2';
/** Of templates, unless OPTIONS say another. */
const UTF_8 = 'utf-8';
const LOADERS = 'django.template.loaders.';

/** Stands for a TEMPLATES of which nothing is known: most projects have templates in their apps. */
export const UNKNOWN_ENGINE: TemplateEngine = {
  language: 'django',
  searches: [{ kind: 'apps', subfolder: 'templates' }],
  libraries: {},
  builtins: [],
  contextProcessors: [],
  charset: UTF_8,
  keeps: 'usual',
  isComplete: false,
};

/** Reads an entry of TEMPLATES; `null` for a backend that is not Django's, whose language nobody knows here. */
export function readEngine(item: Datum, folder: string): TemplateEngine | null {
  if (!isTable(item)) return null;
  const backend = item.get('BACKEND');
  if (backend !== DJANGO && backend !== JINJA2) return null;
  const language = backend === DJANGO ? 'django' : 'jinja2';
  const options = tableIn(item.get('OPTIONS'));
  const dirs = pathsIn(item.get('DIRS'), folder);
  const subfolder = language === 'django' ? 'templates' : 'jinja2';
  const usual: readonly TemplateSearch[] = [
    { kind: 'folders', folders: dirs },
    ...(item.get('APP_DIRS') === true ? [{ kind: 'apps', subfolder } as const] : []),
  ];
  const charset = language === 'django' ? options.get('file_charset') : undefined;
  const loaders = language === 'django' ? options.get('loaders') : undefined;
  const named = isList(loaders) ? loaders.map((loader) => searchesOf(loader, dirs, folder)) : [];
  return {
    language,
    searches: isList(loaders) ? named.flatMap((searches) => searches ?? []) : usual,
    libraries: Object.fromEntries([...tableIn(options.get('libraries'))].filter(isStringPair)),
    builtins: stringsIn(options.get('builtins')),
    contextProcessors: stringsIn(options.get('context_processors')),
    charset: typeof charset === 'string' ? charset : UTF_8,
    keeps: keepsTemplates(loaders),
    isComplete: firstUnresolved(item) === undefined && !named.includes(null),
  };
}

/** Returns the engine with which forms are rendered; `null` if it is one of TEMPLATES, or not known. */
export function rendererEngine(className: string): TemplateEngine | null {
  const language = RENDERERS[className];
  if (language === undefined) return null;
  const subfolder = language === 'django' ? 'templates' : 'jinja2';
  return {
    language,
    searches: [{ kind: 'apps', subfolder }],
    libraries: {},
    builtins: [],
    contextProcessors: [],
    charset: UTF_8,
    keeps: 'usual',
    isComplete: true,
  };
}

const RENDERERS: Readonly<Record<string, TemplateEngine['language']>> = {
  'django.forms.renderers.DjangoTemplates': 'django',
  'django.forms.renderers.DjangoDivFormRenderer': 'django',
  'django.forms.renderers.Jinja2': 'jinja2',
  'django.forms.renderers.Jinja2DivFormRenderer': 'jinja2',
};

/** Returns where a loader looks: a class, or a list of it and its arguments; `null` if it is not known. */
function searchesOf(
  loader: Datum,
  dirs: readonly string[],
  folder: string,
): readonly TemplateSearch[] | null {
  const [name, argument] = isList(loader) ? loader : [loader];
  switch (name) {
    case `${LOADERS}filesystem.Loader`:
      return [{ kind: 'folders', folders: argument === undefined ? dirs : pathsIn(argument, folder) }];
    case `${LOADERS}app_directories.Loader`:
      return [{ kind: 'apps', subfolder: 'templates' }];
    case `${LOADERS}cached.Loader`: {
      const inner = isList(argument) ? argument.map((each) => searchesOf(each, dirs, folder)) : [null];
      return inner.includes(null) ? null : inner.flatMap((searches) => searches ?? []);
    }
    // Its templates stand in the settings themselves.
    case `${LOADERS}locmem.Loader`:
      return [];
    default:
      return null;
  }
}

/** Whether the loaders keep templates: the usual ones do so since Django 4.1, and before only without DEBUG. */
function keepsTemplates(loaders: Datum | undefined): TemplateEngine['keeps'] {
  if (!isList(loaders)) return 'usual';
  const names = loaders.map((loader) => (isList(loader) ? loader[0] : loader));
  return names.includes(`${LOADERS}cached.Loader`) ? 'always' : 'never';
}

function tableIn(datum: Datum | undefined): Table {
  return isTable(datum) ? datum : new Map();
}

function isStringPair(pair: readonly [string, Datum]): pair is [string, string] {
  return typeof pair[1] === 'string';
}

function stringsIn(datum: Datum | undefined): readonly string[] {
  return isList(datum) ? datum.filter((item) => typeof item === 'string') : [];
}

function pathsIn(datum: Datum | undefined, folder: string): readonly string[] {
  return stringsIn(datum).map((path) => resolve(folder, path));
}
