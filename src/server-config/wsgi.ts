import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fail } from '../errors.ts';
import type { WsgiModule } from './application.ts';

interface Place {
  readonly cwd: string;
  /** Folders in which Python looks for modules, in order. */
  readonly searchPath: readonly string[];
}

/**
 * Finds the file that mod_wsgi starts. `name` is a module (`shop.wsgi`), with the name of the application behind a colon if
 * it is another than `application`; WSGI_APPLICATION has it behind a dot.
 */
export function findWsgi(name: string, { cwd, searchPath }: Place): WsgiModule {
  const [, module, callable] = /^([\w.]+?)(?::(\w+))?$/.exec(name) ?? [];
  if (module === undefined) throw invalid(name);
  const dot = module.lastIndexOf('.');
  const readings: readonly [string, string][] =
    callable === undefined && dot > 0
      ? [
          [module, 'application'],
          [module.slice(0, dot), module.slice(dot + 1)],
        ]
      : [[module, callable ?? 'application']];
  const folders = [cwd, ...searchPath].map((folder) => resolve(cwd, folder));
  for (const [dotted, called] of readings) {
    for (const folder of folders) {
      const file = join(folder, `${dotted.replaceAll('.', '/')}.py`);
      if (!existsSync(file)) continue;
      return { file, callable: called, path: [folder], home: environmentOf(searchPath) };
    }
  }
  throw fail({
    code: 'wsgi-not-found',
    message: `There is no file of the module ${module} in any folder where Python looks`,
    hint: 'Say --wsgi MODULE, such as shop.wsgi, and --pythonpath DIR if it lies in another folder.',
  });
}

function invalid(name: string): Error {
  return fail({
    code: 'wsgi-invalid',
    message: `${JSON.stringify(name)} is no name of a WSGI module`,
    hint: 'Say --wsgi shop.wsgi, or shop.wsgi:app if the application has another name.',
  });
}

/** The virtual environment among the folders: `<home>/lib/python3.11/site-packages`, with `pyvenv.cfg` in `<home>`. */
function environmentOf(folders: readonly string[]): string | null {
  for (const folder of folders) {
    const home = dirname(dirname(dirname(folder)));
    if (statSync(join(home, 'pyvenv.cfg'), { throwIfNoEntry: false })?.isFile()) return home;
  }
  return null;
}
