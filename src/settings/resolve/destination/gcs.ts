import { resolve } from 'node:path';
import type { GcsSpec } from '../../../types.ts';
import { describeDatum, isOpaque, isUnresolved } from '../../datum.ts';
import { readGzipTypes, readParameters } from './headers.ts';
import { GCS_PARAMETERS } from './parameter-names.ts';
import { readPrefix } from './prefix.ts';
import type { Options } from './read-options.ts';
import type { StoreReading, Variable } from './reading.ts';
import { refuseMissing, refuseNewNames, warnOfSignedUrls } from './rules.ts';
import { rfc3986 } from './url-path.ts';

/** Reads where django-storages' GoogleCloudStorage puts objects, and how. `null` after a problem that leaves nowhere. */
export function readGcs(options: Options, variable: Variable): StoreReading | null {
  const bucket = options.text('bucket_name');
  if (bucket === null) {
    refuseMissing(
      options,
      'bucket_name',
      'bucket',
      `Set GS_BUCKET_NAME, or bucket_name in ${options.optionsName}.`,
    );
  }
  refuseNewNames(options, 'file_overwrite');
  const parameters = readParameters(options, GCS_PARAMETERS);
  const prefix = readPrefix(options);
  const credentialsFile = readCredentials(options);
  // What is public anyway is not signed.
  if (options.isOn('querystring_auth') && parameters.traits.acl !== 'publicRead') {
    warnOfSignedUrls(options, 'querystring_auth');
  }
  const domain = options.text('custom_endpoint');
  if (domain !== null && !/^https?:\/\//i.test(domain)) {
    options.refuse('custom_endpoint', {
      code: 'endpoint-invalid',
      message: `${options.said('custom_endpoint').label} is what URLs begin with, and '${domain}' has no scheme`,
      hint: `Write 'https://${domain.replace(/^\/+|\/+$/g, '')}'.`,
    });
  }
  if (bucket === null || prefix === null || credentialsFile === undefined) return null;
  const emulator = variable('STORAGE_EMULATOR_HOST') ?? null;
  const store: GcsSpec = {
    kind: 'gcs',
    bucket,
    project: options.text('project_id'),
    endpoint: emulator,
    credentialsFile,
  };
  const server = (emulator ?? 'https://storage.googleapis.com').replace(/\/+$/, '');
  return {
    store,
    prefix,
    url: `${domain ?? `${server}/${rfc3986(bucket)}`}/${rfc3986(prefix)}`,
    ...parameters,
    gzipTypes: readGzipTypes(options, parameters),
  };
}

const SERVICE_ACCOUNT = 'google.oauth2.service_account.Credentials.from_service_account_file';

/** The file of a service account, absolute; `null` for the application default credentials, `undefined` after a problem. */
function readCredentials(options: Options): string | null | undefined {
  const { datum, label, language, folder } = options.said('credentials');
  if (datum === null || datum === '') return null;
  // A config file has no objects: it names the file.
  if (typeof datum === 'string' && language === 'json') return resolve(folder, datum);
  const file =
    isOpaque(datum) && datum.made?.className === SERVICE_ACCOUNT
      ? datum.made.keywords.get('filename')
      : undefined;
  if (typeof file === 'string') return resolve(folder, file);
  if (isUnresolved(file)) {
    options.lacks('credentials', file);
    return undefined;
  }
  options.refuse('credentials', {
    code: 'storage-option-unbuilt',
    message: `${label} is ${describeDatum(datum, language)}, which can't be followed here`,
    hint: 'It is read if it is service_account.Credentials.from_service_account_file(path). Else name the file with --set GS_CREDENTIALS=FILE, or leave it out and set GOOGLE_APPLICATION_CREDENTIALS.',
  });
  return undefined;
}
