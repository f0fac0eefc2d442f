import { instance, nativeClass } from '../../../native/native.ts';
import type { NativeModule, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, NotModelled, type Value } from '../../../values/values.ts';
import { envClass } from './env.ts';
import { environPathClass } from './path.ts';

/** Django's ImproperlyConfigured: the packages raise the same class that settings catch. */
export function improperlyConfigured(runtime: Runtime): ClassValue {
  const found = runtime.getAttribute(runtime.importModule('django.core.exceptions'), 'ImproperlyConfigured');
  if (typeof found === 'object' && found?.kind === 'class') return found;
  throw new NotModelled('ImproperlyConfigured is not known');
}

function names(runtime: Runtime): Readonly<Record<string, Value>> {
  const error = improperlyConfigured(runtime);
  const noValue = nativeClass({ name: 'NoValue', module: 'environ.environ' });
  const path = environPathClass(error);
  const parts = { notSet: instance(noValue), improperlyConfigured: error, path };
  const Env = envClass('Env', { ...parts, readsFiles: false });
  const FileAwareEnv = envClass('FileAwareEnv', { ...parts, readsFiles: true }, [Env]);
  return { Env, FileAwareEnv, NoValue: noValue, Path: path, ImproperlyConfigured: error };
}

/** django-environ. */
export const environ: NativeModule = { name: 'environ', from: 'package', names };

export const environEnviron: NativeModule = {
  name: 'environ.environ',
  from: 'package',
  names: (runtime) => {
    const package_ = runtime.importModule('environ');
    const exported = ['Env', 'FileAwareEnv', 'NoValue', 'Path', 'ImproperlyConfigured'];
    return Object.fromEntries(exported.map((name) => [name, runtime.getAttribute(package_, name) ?? null]));
  },
};
