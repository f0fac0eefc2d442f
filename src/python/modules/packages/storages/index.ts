/** The storage classes of django-storages that static files are put into, as far as their `__init__` goes. */

import { native, nativeClass } from '../../../native/native.ts';
import type { NativeModule, Runtime } from '../../../values/runtime.ts';
import type { ClassValue, Value } from '../../../values/values.ts';
import { importedClass } from '../django/imported-class.ts';
import { CLIENTS } from './clients.ts';

const S3 = 'storages.backends.s3';

/** Where `__init__` keeps the names that it was given, for whoever knows which ones it takes. */
const GIVEN = '_given_settings';

/** `BaseStorage.__init__`: each argument becomes an attribute. The others come from settings, and are Unknown. */
const keepSettings = native(
  '__init__(self, **settings)',
  (runtime, { self = null, settings = null }) => {
    const names: Value[] = [];
    for (const name of runtime.iterate(settings)) {
      if (typeof name !== 'string') continue;
      runtime.setAttribute(self, name, runtime.getItem(settings, name));
      names.push(name);
    }
    runtime.setAttribute(self, GIVEN, runtime.listOf(names));
    return null;
  },
  { takesUnknown: true },
);

function storage(runtime: Runtime, name: string, module: string): ClassValue {
  const base = importedClass(runtime, 'django.core.files.storage', 'Storage');
  return nativeClass({ name, module, bases: [base], members: { __init__: keepSettings } });
}

function s3Storages(runtime: Runtime): Readonly<Record<string, Value>> {
  const S3Storage = storage(runtime, 'S3Storage', S3);
  const S3StaticStorage = nativeClass({
    ...{ name: 'S3StaticStorage', module: S3, bases: [S3Storage] },
    members: { querystring_auth: false },
  });
  const mixin = importedClass(runtime, 'django.contrib.staticfiles.storage', 'ManifestFilesMixin');
  const S3ManifestStaticStorage = nativeClass({
    ...{ name: 'S3ManifestStaticStorage', module: S3, bases: [mixin, S3StaticStorage] },
  });
  return { S3Storage, S3StaticStorage, S3ManifestStaticStorage, ManifestFilesMixin: mixin };
}

function part(name: string, names: NativeModule['names']): NativeModule {
  return { name, from: 'package', names };
}

const AZURE = 'storages.backends.azure_storage';
const GCLOUD = 'storages.backends.gcloud';

export const STORAGES_PACKAGE: readonly NativeModule[] = [
  part(S3, s3Storages),
  part('storages.backends.s3boto3', (runtime) => ({
    S3Boto3Storage: importedClass(runtime, S3, 'S3Storage'),
    S3StaticStorage: importedClass(runtime, S3, 'S3StaticStorage'),
    S3ManifestStaticStorage: importedClass(runtime, S3, 'S3ManifestStaticStorage'),
  })),
  part(AZURE, (runtime) => ({ AzureStorage: storage(runtime, 'AzureStorage', AZURE) })),
  part(GCLOUD, (runtime) => ({ GoogleCloudStorage: storage(runtime, 'GoogleCloudStorage', GCLOUD) })),
  ...CLIENTS,
];
