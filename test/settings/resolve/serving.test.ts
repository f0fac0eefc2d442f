import { expect, test } from 'vitest';
import { loadSettings } from '../../../src/settings/index.ts';
import type { ServingSpec } from '../../../src/types.ts';
import { runCli } from '../../fake-process.ts';
import { LITERAL, project } from '../project.ts';

async function serving(text: string): Promise<ServingSpec | null> {
  const cwd = project(`${LITERAL}${text}\n`);
  const settings = await loadSettings({ cwd, env: {}, requireStaticRoot: true, forServing: true });
  return settings.serving;
}

test("WhiteNoise's settings for serving are read when something serves, and have WhiteNoise's defaults", async () => {
  expect(await serving('')).toEqual({
    maxAge: 60,
    charset: 'utf-8',
    mimetypes: {},
    allowAllOrigins: true,
    indexFile: null,
    root: null,
    immutablePattern: null,
    wsgiApplication: null,
    notFollowed: [],
  });
  const text = `WHITENOISE_MAX_AGE = None
WSGI_APPLICATION = "mysite.wsgi.application"
WHITENOISE_ROOT = BASE_DIR / "public"
WHITENOISE_INDEX_FILE = True
WHITENOISE_MIMETYPES = {".foo": "application/x-foo", "robots.txt": "text/x"}
WHITENOISE_CHARSET = "latin-1"
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+[.-][0-9a-zA-Z_-]{8,12}\\..+$"`;
  expect(await serving(`from pathlib import Path\nBASE_DIR = Path("/srv")\n${text}`)).toEqual({
    maxAge: null,
    charset: 'latin-1',
    mimetypes: { '.foo': 'application/x-foo', 'robots.txt': 'text/x' },
    allowAllOrigins: false,
    indexFile: 'index.html',
    root: '/srv/public',
    immutablePattern: '^.+[.-][0-9a-zA-Z_-]{8,12}\\..+$',
    wsgiApplication: 'mysite.wsgi.application',
    notFollowed: [],
  });
});

test('without a wish to serve nothing of it is looked at', async () => {
  const cwd = project(`${LITERAL}WHITENOISE_MAX_AGE = "soon"\n`);
  const settings = await loadSettings({ cwd, env: {}, requireStaticRoot: true });
  expect(settings.serving).toBeNull();
});

test('a function is named as what is not followed', async () => {
  const spec = await serving(`
def immutable(path, url):
    return True
WHITENOISE_IMMUTABLE_FILE_TEST = immutable
WHITENOISE_ADD_HEADERS_FUNCTION = lambda headers, path, url: None`);
  expect(spec?.immutablePattern).toBeNull();
  expect(spec?.notFollowed).toMatchObject([
    { name: 'WHITENOISE_IMMUTABLE_FILE_TEST', reason: 'it is a function, and no code of the project is run' },
    { name: 'WHITENOISE_ADD_HEADERS_FUNCTION' },
  ]);
});

test.each(['(?<=x)y', '(?i)x', String.raw`(a)\1`, 'a*+', '(?P<x>y)', '[[:alpha:]]', 'a{,3}', '(', 'a\nb'])(
  'a regular expression that servers do not read alike is not followed: %j',
  async (pattern) => {
    const spec = await serving(`WHITENOISE_IMMUTABLE_FILE_TEST = ${JSON.stringify(pattern)}`);
    expect(spec).toMatchObject({ immutablePattern: null, notFollowed: [{}] });
  },
);

test('wrong values are errors, and the settings can be shown', async () => {
  await expect(serving('WHITENOISE_MAX_AGE = "soon"')).rejects.toMatchObject({
    problems: [{ code: 'setting-invalid' }],
  });
  const cwd = project(`${LITERAL}WHITENOISE_MAX_AGE = 5\n`);
  const { stdout } = await runCli(['settings', 'WHITENOISE_MAX_AGE'], { cwd });
  expect(stdout).toMatch(/^WHITENOISE_MAX_AGE = 5\n/);
});
