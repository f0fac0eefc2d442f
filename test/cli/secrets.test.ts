import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runCli } from '../fake-process.ts';

const SECRET = 'wX9-tr0ub4dor.Q/7zz';
const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'collectstatic-secrets-'));
  made.push(root);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const HEAD = 'STATIC_URL = "/static/"\nSTATIC_ROOT = "out"\nINSTALLED_APPS = []\n';
const python = (settings: string): Readonly<Record<string, string>> => ({
  'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")\n',
  'proj/__init__.py': '',
  'proj/settings.py': `${HEAD}${settings}`,
});

// Each plants SECRET where some output would have it.
const PROJECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'options of a storage': python(
    `STORAGES = {"staticfiles": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"secret_key": "${SECRET}", "location": "static"}}}\n`,
  ),
  'a bucket on S3': python(
    `AWS_STORAGE_BUCKET_NAME = "shop"\nAWS_S3_ENDPOINT_URL = "https://shop.example.com"\nAWS_S3_ACCESS_KEY_ID = "${SECRET}"\nAWS_S3_SECRET_ACCESS_KEY = "${SECRET}"\nSTORAGES = {"staticfiles": {"BACKEND": "storages.backends.s3.S3StaticStorage", "OPTIONS": {"security_token": "${SECRET}", "gizp": True}}}\n`,
  ),
  'a bucket on Azure': python(
    `STORAGES = {"staticfiles": {"BACKEND": "storages.backends.azure_storage.AzureStorage", "OPTIONS": {"azure_container": "static", "connection_string": "AccountName=a;AccountKey=${SECRET}", "sas_token": "sv=1&sig=${SECRET}", "account_key": "${SECRET}"}}}\n`,
  ),
  'an invalid connection string': python(
    `AZURE_CONTAINER = "static"\nSTORAGES = {"staticfiles": {"BACKEND": "storages.backends.azure_storage.AzureStorage", "OPTIONS": {"connection_string": "AccountKey=${SECRET}"}}}\n`,
  ),
  PUBLISH: python(
    `COLLECTSTATIC = {"PUBLISH": {"BACKEND": "s3", "bucket_name": "shop", "access_key": "${SECRET}", "secret_key": "${SECRET}"}}\n`,
  ),
  'an error that points at the line': python(
    `STORAGES = {"default": {"OPTIONS": {"password": "${SECRET}"}}, "staticfiles": {"BACKEND": "x.Y"}}\n`,
  ),
  'an expression that is not known': python(
    `import boto3\nSTATIC_URL = boto3.client("s3", aws_secret_access_key="${SECRET}").url\nSTORAGES = {"staticfiles": {"BACKEND": boto3.get(api_key="${SECRET}")}}\n`,
  ),
  'a key on the line before': python(
    `import boto3\nSTORAGES = {"staticfiles": {"BACKEND": "x.Y", "OPTIONS": {\n    "secret_key":\n        boto3.decrypt("${SECRET}"),\n}}}\n`,
  ),
  'what is raised': python(`PASSWORD = "${SECRET}"\nSTATIC_ROOT = int("password=" + PASSWORD)\n`),
  'a syntax error': python(`SECRET_KEY = "${SECRET}" oops\n`),
  'a config file that is no JSON': {
    'collectstatic.config.json': `{"STATIC_ROOT": "out", "STORAGES": {"secret_key": "${SECRET}", oops}}`,
  },
  'a config file with a wrong value': {
    'collectstatic.config.json': `{"STATIC_ROOT": 5, "STORAGES": {"staticfiles": {"BACKEND": "x.Y", "OPTIONS": {"access_key": "${SECRET}"}}}}`,
  },
  'a URL with a password': python(
    `STATIC_URL = "https://shop:${SECRET.replace('/', '')}@cdn.example.com/"\n`,
  ),
};

const COMMANDS: readonly (readonly string[])[] = [
  ['--no-input'],
  ['--no-input', '--dry-run', '-v', '3', '--traceback'],
  ['--no-input', '--format', 'json'],
  ['settings'],
  ['settings', '-v', '2'],
  ['settings', '--format', 'json'],
  ['list'],
  ['find', 'x', '--format', 'json'],
  ['--no-input', '--set', `SECRET_KEY=${SECRET}`],
  ['--no-input', '--set', `secret_key: ${SECRET}`],
];

test.each(Object.keys(PROJECTS))('no command shows the secret: %s', async (name) => {
  const root = project(PROJECTS[name] ?? {});
  for (const args of COMMANDS) {
    const { stdout, stderr } = await runCli(args, { cwd: root });
    expect(`${stdout}${stderr}`, args.join(' ')).not.toContain(SECRET);
    expect(`${stdout}${stderr}`, args.join(' ')).not.toContain(SECRET.replace('/', ''));
  }
});

test('what is no secret stays readable', async () => {
  const root = project(PROJECTS['options of a storage'] ?? {});
  const { stdout } = await runCli(['settings', 'STORAGES', '--format', 'json'], { cwd: root });
  expect(JSON.parse(stdout).settings[0].value.staticfiles).toEqual({
    BACKEND: 'storages.backends.s3.S3Storage',
    OPTIONS: { secret_key: '******', location: 'static' },
  });
});

test('a long line is quoted around the column, in JSON too', async () => {
  const many = Array.from({ length: 500 }, (_, index) => `"*.none${index}"`).join(', ');
  const text = `{"IGNORE": [${many}], "STATIC_ROOT": "out", "STATIC_URL": 5, "ALLOW_MISSING": [${many}]}`;
  const root = project({ 'collectstatic.config.json': text });
  const { stdout } = await runCli(['--no-input', '--format', 'json'], { cwd: root });
  const [problem] = JSON.parse(stdout).problems;
  expect(problem.excerpt).toMatch(/^….*"STATIC_URL": 5, .*…$/);
  expect(problem.excerpt.length).toBeLessThanOrEqual(160);
});
