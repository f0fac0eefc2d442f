import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { check, loadSettings, plan } from '../../../src/index.ts';
import { runCli } from '../../fake-process.ts';
import { type Environment, makeEnvironment } from '../environment.ts';
import { checkCases, STATIC_FILES } from './check-cases.ts';

const BACKENDS: Readonly<Record<string, string>> = {
  plain: 'django.contrib.staticfiles.storage.StaticFilesStorage',
  manifest: 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage',
  whitenoise: 'whitenoise.storage.CompressedManifestStaticFilesStorage',
};

const CONFIGS = Object.entries(BACKENDS).flatMap(([storage, backend]) =>
  [false, true].map((debug) => ({ name: `${storage}${debug ? ', DEBUG' : ''}`, backend, debug })),
);

/** As Django's documentation has it. */
const JINJA_ENVIRONMENT = `from django.templatetags.static import static
from jinja2 import Environment


def environment(**options):
    env = Environment(**options)
    env.globals["static"] = static
    return env
`;

const cases = checkCases();
const project = realpathSync(mkdtempSync(join(tmpdir(), 'collectstatic-check-')));
afterAll(() => rmSync(project, { recursive: true, force: true }));

function write(path: string, text: string): void {
  const file = join(project, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function writeProject(): void {
  write('manage.py', 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n');
  write('shop/__init__.py', '');
  for (const path of STATIC_FILES) write(`shop/static/${path}`, '/* */');
  write('shop/jinja.py', JINJA_ENVIRONMENT);
  for (const { name, folder, files } of cases)
    for (const [file, text] of Object.entries(files)) write(`shop/${folder}/${name}/${file}`, text);
}

type Fates = Readonly<Record<string, Readonly<Record<string, string>>>>;

function askDjango({ python }: Environment): Fates {
  const question = { project, configs: CONFIGS, templates: cases.map(({ name }) => `${name}/page.html`) };
  const script = new URL('check.py', import.meta.url).pathname;
  const out = execFileSync(python, [script], {
    input: JSON.stringify(question),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return (JSON.parse(out) as { readonly answers: Fates }).answers;
}

/** The worst that the check says of each template: `raises`, `lost`, or `fine` if it calls nothing an error. */
async function askCheck(
  config: (typeof CONFIGS)[number],
  version: string,
): Promise<ReadonlyMap<string, string>> {
  write(
    'shop/settings.py',
    `DEBUG = ${config.debug ? 'True' : 'False'}
STATIC_URL = "/static/"
INSTALLED_APPS = ["django.contrib.staticfiles", "shop"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True,
    "OPTIONS": {"context_processors": ["django.template.context_processors.static"]}},
    {"BACKEND": "django.template.backends.jinja2.Jinja2", "APP_DIRS": True,
    "OPTIONS": {"environment": "shop.jinja.environment"}}]
STORAGES = {"staticfiles": {"BACKEND": "${config.backend}"}}
`,
  );
  const set = [`DJANGO_VERSION="${version}"`];
  const settings = await loadSettings({
    cwd: project,
    env: {},
    requireStaticRoot: false,
    forCheck: true,
    set,
  });
  const { findings } = await check(settings, await plan(settings));
  const worst = new Map<string, string>();
  for (const { severity, message, at } of findings) {
    if (severity !== 'error' || at === undefined) continue;
    const name = basename(dirname(at.file));
    const fate = /HTTP 500|TemplateSyntaxError|fails:/.test(message) ? 'raises' : 'lost';
    if (worst.get(name) !== 'raises') worst.set(name, fate);
  }
  return worst;
}

interface Differences {
  /** Where the check and Django disagree, in words. */
  readonly wrong: readonly string[];
  /** Number of pages that Django refuses with a manifest. */
  readonly refused: number;
}

async function differences(environment: Environment, version: string): Promise<Differences> {
  const fates = askDjango(environment);
  const wrong: string[] = [];
  for (const config of CONFIGS) {
    const verdicts = await askCheck(config, version);
    for (const { name, files, isOpen = false } of cases) {
      const fate = fates[config.name]?.[`${name}/page.html`] ?? '';
      const verdict = verdicts.get(name) ?? 'fine';
      const agrees = isOpen ? verdict === 'fine' : fate.split(' ')[0] === verdict;
      if (!agrees) wrong.push(`${config.name}: ${fate}, not ${verdict}: ${name}: ${files['page.html']}`);
    }
  }
  const refused = Object.values(fates.manifest ?? {}).filter((fate) => fate.startsWith('raises'));
  return { wrong, refused: refused.length };
}

const { lts, newest, interpreter } = inject('environments');
const oldest = makeEnvironment('django-4.2', interpreter, [
  'django==4.2.*',
  'whitenoise==6.*',
  'brotli==1.*',
  'jinja2==3.*',
]);
for (const [version, environment] of [
  ['4.2', oldest],
  ['5.2', lts],
  ['6.0', newest],
] as const) {
  test.skipIf(environment === null)(
    `each of ${cases.length} references comes to what Django ${version} makes of it, with every storage and DEBUG`,
    async () => {
      writeProject();
      expect((await differences(environment as Environment, version)).wrong).toEqual([]);
    },
  );
}

test('what --fix writes is what Django renders', async () => {
  writeProject();
  const before = await differences(lts, '5.2');
  await askCheck(CONFIGS[2] as (typeof CONFIGS)[number], '5.2');
  const { stdout } = await runCli(['check', '--fix', '--set', 'DJANGO_VERSION="5.2"'], { cwd: project });
  const fixed = Number(/(\d+) fixed/.exec(stdout)?.[1]);
  const after = await differences(lts, '5.2');
  expect(after.wrong).toEqual([]);
  expect(fixed).toBeGreaterThan(50);
  expect(after.refused).toBeLessThan(before.refused - 30);
});
