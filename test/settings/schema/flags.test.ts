import { expect, test } from 'vitest';
import { createProgram } from '../../../src/cli/program.ts';
import { FLAGGED_SETTINGS, optionName } from '../../../src/settings/schema/flags.ts';
import { runCli } from '../../fake-process.ts';
import { load } from '../ask.ts';
import { tree } from '../tree.ts';

const CONFIG = { STATIC_ROOT: 'out', STATIC_URL: '/static/', STORAGE: 'manifest' };

test.each(FLAGGED_SETTINGS)(
  'the option of $name is known to the command line by its key',
  ({ key, flag }) => {
    const option = createProgram(process).options.find(({ long }) => long === optionName(flag));
    expect(option?.attributeName()).toBe(key);
  },
);

test.each([
  ['staticRoot', 'STATIC_ROOT', '--static-root', 'elsewhere'],
  ['defaultIgnore', 'DEFAULT_IGNORE', '--no-default-ignore', false],
  ['failOnConflict', 'FAIL_ON_CONFLICT', '--fail-on-conflict', true],
  ['missingReferences', 'MISSING_REFERENCES', '--missing-references', 'warn'],
  ['integrity', 'INTEGRITY', '--integrity', true],
  ['djangoVersion', 'DJANGO_VERSION', '--django-version', '5.2'],
  ['jobs', 'JOBS', '--jobs', 3],
])('%s of a request sets %s, as %s does', async (key, name, label, value) => {
  const root = tree({ 'collectstatic.config.json': JSON.stringify(CONFIG) });
  const settings = await load(root, { [key]: value });
  expect(settings.origins[name]).toMatchObject({ kind: 'flag', label });
});

test('an option goes through to the settings, one that nobody said does not', async () => {
  const cwd = tree({ 'collectstatic.config.json': JSON.stringify(CONFIG) });
  const { stdout } = await runCli(['settings', '--skip-missing-apps', '--format', 'json'], { cwd });
  const { settings } = JSON.parse(stdout) as {
    readonly settings: readonly { readonly name: string; readonly origin: { readonly kind: string } }[];
  };
  const flags = settings.filter(({ origin }) => origin.kind === 'flag').map(({ name }) => name);
  expect(flags).toEqual(['SKIP_MISSING_APPS']);
});

test.each([
  [['--missing-references', 'never'], 'Allowed choices are error, warn, ignore.'],
  [['--django-version', 'five'], 'It must look like 5.2.'],
])('%j is wrong usage', async (args, words) => {
  const { code, stderr } = await runCli(args, { cwd: tree({}) });
  expect(code).toBe(2);
  expect(stderr).toContain(words);
});

test.each(['0', '-1', 'x', '1.5', '1e9', '1000000000', ''])('--jobs=%s is wrong usage', async (value) => {
  const { code, stderr } = await runCli([`--jobs=${value}`], { cwd: tree({}) });
  expect(code).toBe(2);
  expect(stderr).toContain(
    `'--jobs <n>' argument '${value}' is invalid. It must be a whole number from 1 to 256.`,
  );
});
