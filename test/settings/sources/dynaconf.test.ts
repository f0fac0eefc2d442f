import { expect, test } from 'vitest';
import { load, problemsOf } from '../ask.ts';
import { project } from '../project.ts';

const CALL = 'import dynaconf\nsettings = dynaconf.DjangoDynaconf(__name__)\n';
const BASE = 'STATIC_URL = "/s/"\nSTATIC_ROOT = "/srv/module"\n';

test('variables and files go before what the module says', async () => {
  const root = project(BASE + CALL, { 'settings.toml': '[development]\nstatic_url = "/toml/"\n' });
  const settings = await load(root, { env: { DJANGO_STATIC_ROOT: '/srv/variable' } });
  expect(settings).toMatchObject({ staticRoot: '/srv/variable', staticUrl: '/toml/' });
  expect(settings.origins.STATIC_ROOT?.environment).toEqual(['DJANGO_STATIC_ROOT']);
});

test('what the module sets afterwards is not what Django sees', async () => {
  const [problem] = await problemsOf(project(`${BASE}${CALL}STATIC_ROOT = "/srv/late"\n`));
  expect(problem).toMatchObject({
    code: 'setting-unresolved',
    cause: expect.stringContaining('set after DjangoDynaconf()'),
  });
});

test('what is set on the settings of dynaconf is', async () => {
  const { staticRoot } = await load(
    project(`STATIC_URL = "/s/"\n${CALL}settings.STATIC_ROOT = "/srv/set"\n`),
  );
  expect(staticRoot).toBe('/srv/set');
});

const UNMODELLED: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ['a file of Python', { '.secrets.py': 'STATIC_ROOT = "/srv/secret"\n' }, 'dynaconf reads'],
  ['hooks', { 'mysite/dynaconf_hooks.py': 'def post(settings): return {}\n' }, 'hooks of dynaconf'],
];

test.each(UNMODELLED)('%s leaves nothing known', async (_, files, words) => {
  const [problem] = await problemsOf(project(BASE + CALL, files));
  expect(problem).toMatchObject({ code: 'setting-unresolved', cause: expect.stringContaining(words) });
});

test('options that are not modelled leave nothing known', async () => {
  const call = 'import dynaconf\nsettings = dynaconf.DjangoDynaconf(__name__, core_loaders=["YAML"])\n';
  const [problem] = await problemsOf(project(BASE + call));
  expect(problem?.cause).toContain("dynaconf's option core_loaders is not modelled");
});
