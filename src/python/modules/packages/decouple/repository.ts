import { strip } from '../../../../text/blanks.ts';
import { expectPath, expectStr } from '../../../native/expect.ts';
import { native, nativeClass } from '../../../native/native.ts';
import { plainMaker } from '../../../native/stand-ins.ts';
import { absolutePath } from '../../../text/paths.ts';
import { Dict } from '../../../values/dict.ts';
import type { Runtime } from '../../../values/runtime.ts';
import type { ClassValue, Value } from '../../../values/values.ts';
import { expectDict } from '../../stdlib/collections/dicts.ts';
import { interpolate } from '../../stdlib/configparser/interpolate.ts';
import { readIni } from '../../stdlib/configparser/read.ts';
import { readTextFile } from '../../stdlib/text-file.ts';

/** `.env` as python-decouple reads it: one pair of equal quotes is taken off, nothing is unescaped. */
function parseDecoupleEnv(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const raw of text.split('\n')) {
    const line = strip(raw);
    const at = line.indexOf('=');
    if (line === '' || line.startsWith('#') || at < 0) continue;
    const value = strip(line.slice(at + 1));
    const quoted = value.length >= 2 && /^(['"])[\s\S]*\1$/.test(value);
    values.set(strip(line.slice(0, at)), quoted ? value.slice(1, -1) : value);
  }
  return values;
}

/** The options of `[settings]`, under the names they are asked for: lower case, with references filled in. */
function parseSettingsIni(runtime: Runtime, text: string): ReadonlyMap<string, Value> {
  const ini = readIni(text, {
    delimiters: ['=', ':'],
    optionName: (name) => name.toLowerCase(),
    allowNoValue: false,
    inline: [],
  });
  if (ini.error !== null) runtime.raise('ValueError', `settings.ini can't be read at line ${ini.error.line}`);
  const options = new Map([...(ini.sections.get('DEFAULT') ?? []), ...(ini.sections.get('settings') ?? [])]);
  const filled = [...options].map(([name, value]): [string, Value] => {
    const text_ = interpolate(value ?? '', (other) => options.get(other.toLowerCase()));
    return [name, text_ ?? runtime.unknown('a reference in settings.ini can not be filled in')];
  });
  return new Map(ini.sections.has('settings') ? filled : []);
}

type Reading = (runtime: Runtime, text: string) => ReadonlyMap<string, Value>;

/** A repository keeps what it has read in `data`; INI names count in any case. */
function repositoryClass(
  name: string,
  base: ClassValue | null,
  read: Reading,
  lowerCase: boolean,
): ClassValue {
  const keyOf = (key: Value | undefined): string =>
    lowerCase ? expectStr(key).toLowerCase() : expectStr(key);
  const dataOf = (runtime: Runtime, self: Value | undefined): Dict =>
    expectDict(runtime.getAttribute(self ?? null, 'data'));
  return nativeClass({
    name,
    module: 'decouple',
    bases: base === null ? [] : [base],
    members: {
      __new__: plainMaker(),
      __init__: native(
        "__init__(self, source='', encoding='UTF-8')",
        (runtime, { self = null, source = '' }) => {
          const path = expectPath(runtime, source);
          const text = path === '' && base === null ? '' : readTextFile(runtime, path);
          if (text === null)
            return runtime.raise('FileNotFoundError', `No such file or directory: '${path}'`);
          runtime.setAttribute(self, 'data', new Dict(read(runtime, text)));
          runtime.setAttribute(self, '_file', absolutePath(path, runtime.cwd));
          return null;
        },
      ),
      __contains__: native('__contains__(self, key)', (runtime, { self, key }) => {
        if (base !== null && runtime.environment.get(expectStr(key)) !== undefined) return true;
        return dataOf(runtime, self).has(keyOf(key));
      }),
      __getitem__: native('__getitem__(self, key)', (runtime, { self, key = null }) => {
        return (
          dataOf(runtime, self).get(keyOf(key)) ??
          (base === null ? null : runtime.raiseValue('KeyError', key))
        );
      }),
    },
  });
}

/** The file a repository has its values from; `undefined` for a class of the project that keeps none. */
export function sourceOf(repository: Value): string | undefined {
  const isInstance = typeof repository === 'object' && repository?.kind === 'instance';
  const file = isInstance ? repository.attributes.get('_file') : undefined;
  return typeof file === 'string' ? file : undefined;
}

export interface Repositories {
  readonly RepositoryEmpty: ClassValue;
  readonly RepositoryEnv: ClassValue;
  readonly RepositoryIni: ClassValue;
}

export function repositoryClasses(): Repositories {
  const RepositoryEmpty = repositoryClass('RepositoryEmpty', null, () => new Map(), false);
  return {
    RepositoryEmpty,
    RepositoryEnv: repositoryClass(
      'RepositoryEnv',
      RepositoryEmpty,
      (_, text) => parseDecoupleEnv(text),
      false,
    ),
    RepositoryIni: repositoryClass('RepositoryIni', RepositoryEmpty, parseSettingsIni, true),
  };
}
