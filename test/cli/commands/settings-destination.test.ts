import { expect, test } from 'vitest';
import { runCli } from '../../fake-process.ts';
import { makeProject, ORCHARD } from '../project.ts';

const HEAD = 'STATIC_URL = "static/"\nINSTALLED_APPS = ["apples"]\n';

function orchard(settings: string): string {
  return makeProject({ ...ORCHARD, 'orchard/settings.py': `${HEAD}${settings}` });
}

const S3 = `AWS_STORAGE_BUCKET_NAME = "shop"
AWS_ACCESS_KEY_ID = "AKIDEXAMPLE"
AWS_SECRET_ACCESS_KEY = "very-secret"
AWS_S3_CUSTOM_DOMAIN = "cdn.example.com"
STORAGES = {"staticfiles": {"BACKEND": "storages.backends.s3.S3StaticStorage", "OPTIONS": {"location": "static"}}}
`;

test('settings says where keys go, and what browsers ask for', async () => {
  const cwd = orchard(S3);
  const { code, stdout, stderr } = await runCli(['settings'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`Published files
  keys go to     the bucket shop of Amazon S3, prefix static/
  browsers ask   https://cdn.example.com/static/
  said by        STORAGES["staticfiles"] (orchard/settings.py:7)
`);
  expect(stdout).not.toMatch(/very-secret|AKIDEXAMPLE/);
  expect((await runCli(['settings', 'STATIC_URL'], { cwd })).stdout).not.toContain('Published');
});

test('in JSON too, without keys', async () => {
  const { stdout } = await runCli(['settings', '--format', 'json'], { cwd: orchard(S3) });
  expect(stdout).not.toMatch(/very-secret|AKIDEXAMPLE/);
  expect(JSON.parse(stdout).destination).toMatchObject({
    store: { bucket: 'shop', credentials: { accessKey: '******', secretKey: '******', token: null } },
    prefix: 'static/',
    publicUrl: 'https://cdn.example.com/static/',
  });
});

test('mistakes are warnings there, and errors of a run', async () => {
  const cwd = orchard(`AWS_S3_FILE_OVERWRITE = False\n${S3}`);
  const explained = await runCli(['settings'], { cwd });
  expect(explained.code).toBe(0);
  expect(explained.stderr).toMatch(/warning: AWS_S3_FILE_OVERWRITE is False.*\[overwrite-needed\]/);
  const run = await runCli(['--no-input', '--dry-run'], { cwd });
  expect(run.code).toBe(1);
  expect(run.stderr).toMatch(/error: AWS_S3_FILE_OVERWRITE is False.*\[overwrite-needed\]/);
});

test('PUBLISH: a CDN beside a local storage', async () => {
  const cwd = orchard(
    'STATIC_ROOT = "public"\nCOLLECTSTATIC = {"PUBLISH": {"BACKEND": "azure", "azure_container": "static", "account_name": "shop", "account_key": "a2V5"}}\n',
  );
  const { stdout } = await runCli(['settings'], { cwd });
  expect(stdout).toContain('keys go to     the container static of Azure, account shop, no prefix\n');
  expect(stdout).toContain('browsers ask   a CDN that nobody has named: STATIC_URL has no host\n');
});

test.each([
  ['no BACKEND', '{"bucket_name": "x"}', 'setting-invalid'],
  [
    'a BACKEND that is no bucket',
    '{"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"}',
    'storage-unknown',
  ],
  ['a BACKEND that is nowhere', '{"BACKEND": "x.Y"}', 'storage-unknown'],
  ['a misspelt key', '{"BACKEND": "s3", "bucket": "x"}', 'storage-option-unknown'],
  [
    'a token in PURGE',
    '{"BACKEND": "s3", "bucket_name": "x"}, "PURGE": {"cloudflare": {"zone": "z", "token": "t"}}',
    'setting-invalid',
  ],
])('PUBLISH with %s is one error', async (_, publish, code) => {
  const cwd = orchard(`STATIC_ROOT = "public"\nCOLLECTSTATIC = {"PUBLISH": ${publish}}\n`);
  const { stdout } = await runCli(['--no-input', '--dry-run', '--format', 'json'], { cwd });
  expect(JSON.parse(stdout).problems.map((problem: { code: string }) => problem.code)).toEqual([code]);
});

test.each([
  [
    '"bucket_nam": "shop"',
    "The option 'bucket_nam' of PUBLISH is not known here",
    "Did you mean 'bucket_name'?",
  ],
  ['"locaton": "x", "bucket_name": "shop"', "The option 'locaton' of PUBLISH", "Did you mean 'location'?"],
  ['"region_name": "eu-central-1"', 'PUBLISH has no bucket', 'bucket_name in PUBLISH'],
  [
    '"manifest_name": "m.json", "bucket_name": "shop"',
    "'manifest_name' of PUBLISH is not known",
    'Known are',
  ],
])('what is wrong in PUBLISH is said of PUBLISH: %s', async (option, message, hint) => {
  const cwd = orchard(
    `STATIC_ROOT = "public"\nCOLLECTSTATIC = {\n  "PUBLISH": {\n    "BACKEND": "s3",\n    ${option},\n  }\n}\n`,
  );
  const { code, stderr } = await runCli(['publish', '-n'], { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).toContain(hint);
  expect(stderr).not.toContain('staticfiles storage');
  if (option.startsWith('"bucket_nam"')) expect(stderr).toContain('orchard/settings.py:4:');
});

test('a class of the project in PUBLISH that is no storage of a bucket is said of PUBLISH', async () => {
  const cwd = orchard(
    'STATIC_ROOT = "public"\nCOLLECTSTATIC = {"PUBLISH": {"BACKEND": "storages.backends.ftp.FTPStorage"}}\n',
  );
  const { code, stderr } = await runCli(['publish', '-n'], { cwd });
  expect([code, stderr]).toEqual([1, expect.stringContaining('storages.backends.ftp.FTPStorage of PUBLISH')]);
  expect(stderr).not.toMatch(/staticfiles storage|--set STORAGE/);
});
