import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { answerProgram } from '../../../src/settings/sources/django/django-answer.ts';
import { QUESTION } from '../../../src/settings/sources/django/question.ts';
import type { Destination } from '../../../src/types.ts';
import { load } from '../../settings/ask.ts';
import { CASES, DESTINATIONS, readCase } from '../../settings/resolve/destination/cases.ts';
import { type Environment, makeEnvironment } from '../environment.ts';

// Where static files go and under which URL they are asked for, beside the real django-storages; and what `--python` makes of it.

const PROGRAM = new URL('./destinations.py', import.meta.url).pathname;
/** As the real clients name headers. */
const HEADERS: Readonly<Record<string, string>> = {
  CacheControl: 'cacheControl',
  cache_control: 'cacheControl',
  content_disposition: 'contentDisposition',
};
const OWN = new Set(['ContentType', 'content_type', 'ACL', 'StorageClass', 'storage_class', 'Metadata']);

const COMPARED = CASES.filter((name) => readCase(name).django === true);

let storages: Environment;
let answers: Readonly<Record<string, Real | { readonly error: string }>>;
beforeAll(() => {
  const { interpreter } = inject('environments');
  storages = makeEnvironment('storages', interpreter, [
    'django==5.2.*',
    'django-storages[s3,azure,google]==1.14.6',
    'azure-identity==1.*',
  ]);
  const projects = COMPARED.map((name) => [
    name,
    { folder: join(DESTINATIONS, name), env: environmentOf(name) },
  ]);
  const input = JSON.stringify(Object.fromEntries(projects));
  answers = JSON.parse(
    execFileSync(storages.python, [PROGRAM], { input, encoding: 'utf8' }),
  ) as typeof answers;
});

interface Real {
  readonly key: string;
  readonly url: string;
  readonly bucket: string;
  readonly endpoint?: string | null;
  readonly region?: string;
  readonly forcePathStyle?: boolean;
  readonly accessKey?: string | null;
  readonly account?: string;
  readonly project?: string | null;
  readonly acl?: string | null;
  readonly gzip?: readonly string[] | null;
  readonly write: Readonly<Record<string, unknown>>;
}

function environmentOf(name: string): Readonly<Record<string, string>> {
  const { PATH = '' } = process.env;
  return { PATH, HOME: '/nonexistent', PYTHONDONTWRITEBYTECODE: '1', ...readCase(name).env };
}

function real(name: string): Real {
  const answer = answers[name] as Real | { readonly error: string };
  if ('error' in answer) throw new Error(answer.error);
  return answer;
}

async function ours(name: string, python?: string): Promise<Destination> {
  const more = python === undefined ? {} : { python };
  const { destination } = await load(join(DESTINATIONS, name), { env: environmentOf(name), ...more });
  if (destination === null) throw new Error('there is no destination');
  return destination;
}

/** One of each kind: an interpreter starts for each of them. */
const ASKED = new Set([
  ...['azure-connection-string', 'azure-manifest-token', 'gcs-cdn', 'gcs-public', 's3-client-config'],
  ...['s3-manifest-subclass', 's3-own-init', 's3-precedence', 's3-setting-none', 'spaces'],
]);

test('there are enough to compare', () => {
  expect(COMPARED.length).toBeGreaterThanOrEqual(15);
});

describe.each(COMPARED)('%s', (name) => {
  test('goes where django-storages puts it', async () => {
    const theirs = real(name);
    const { store, prefix, publicUrl, headers, traits, gzipTypes } = await ours(name);
    expect(`${prefix}css/site.css`).toBe(theirs.key);
    // Django's manifest mixin takes the percent-encoding of URLs away again; browsers put it back.
    expect(decodeURI(`${publicUrl}css/site.css`)).toBe(decodeURI(theirs.url));
    expect(gzipTypes).toEqual(theirs.gzip ?? null);
    for (const [key, value] of Object.entries(theirs.write)) {
      if (OWN.has(key)) continue;
      expect(HEADERS[key] === undefined ? traits.extra?.[key] : headers[HEADERS[key] as 'cacheControl']).toBe(
        value,
      );
    }
    expect(traits.acl).toBe(theirs.write.ACL ?? theirs.acl ?? undefined);
    expect(traits.storageClass).toBe(theirs.write.StorageClass ?? theirs.write.storage_class);
    if (store.kind === 's3') {
      expect(store.bucket).toBe(theirs.bucket);
      expect(store.endpoint).toBe(theirs.endpoint?.replace(/\/$/, '') ?? null);
      expect(store.forcePathStyle).toBe(theirs.forcePathStyle);
      if (store.region !== null) expect(store.region).toBe(theirs.region);
      if (store.credentials !== null) expect(store.credentials.accessKey).toBe(theirs.accessKey);
    } else if (store.kind === 'azure') {
      expect([store.container, store.accountName]).toEqual([theirs.bucket, theirs.account]);
    } else expect([store.bucket, store.project]).toEqual([theirs.bucket, theirs.project]);
  });

  test.skipIf(!ASKED.has(name))('is the same for --python', async () => {
    const { from: _, ...told } = await ours(name, storages.python);
    const { from: __, ...read } = await ours(name);
    expect(JSON.parse(JSON.stringify(told))).toEqual(JSON.parse(JSON.stringify(read)));
    expect(secretsOf(told.store)).toEqual(secretsOf(read.store));
  });
});

test('manage.py tells the same', async () => {
  const name = 's3-own-init';
  const root = join(DESTINATIONS, name);
  const env = { ...environmentOf(name), DJANGO_SETTINGS_MODULE: 'shop.settings' };
  const question = JSON.stringify({ path: [root], ...QUESTION });
  const options = { cwd: root, env, encoding: 'utf8', stdio: 'pipe' } as const;
  const answer = execFileSync(storages.python, ['-c', answerProgram(), question], options);
  const { destination } = await load(root, { env: environmentOf(name), answer });
  const { from: _, ...told } = destination ?? { from: '' };
  const { from: __, ...read } = await ours(name);
  expect(JSON.parse(JSON.stringify(told))).toEqual(JSON.parse(JSON.stringify(read)));
});

function secretsOf(store: Destination['store']): readonly string[] {
  if (store.kind === 'azure') return 'secret' in store.access ? [store.access.secret.reveal()] : [];
  if (store.kind === 'gcs' || store.credentials === null) return [];
  return [store.credentials.secretKey.reveal(), store.credentials.token?.reveal() ?? ''];
}
