import { expect, test } from 'vitest';
import { defaultPatterns, modulePattern } from '../../../src/patterns/default.ts';
import { load, problemsOf } from '../ask.ts';
import { LITERAL, project } from '../project.ts';

const STORES = `
from django.contrib.staticfiles.storage import HashedFilesMixin, ManifestStaticFilesStorage

RULE = r'(?P<matched>href="(?P<url>[^"]+)")'

class Extended(ManifestStaticFilesStorage):
    patterns = HashedFilesMixin.patterns + (("*.svg", (RULE, (RULE, 'href="%(url)s"'))),)

class WithImports(Extended):
    support_js_module_import_aggregation = True

class Same(ManifestStaticFilesStorage):
    patterns = ManifestStaticFilesStorage.patterns

class After(ManifestStaticFilesStorage):
    pass
After.patterns = tuple(each for each in After.patterns if each[0] != "*.css")

class Own(ManifestStaticFilesStorage):
    patterns = [["*.svg", [RULE]]]

class Early(ManifestStaticFilesStorage):
    def __init__(self, *args, **kwargs):
        self.patterns = ()
        super().__init__(*args, **kwargs)

class Computed(ManifestStaticFilesStorage):
    @property
    def patterns(self):
        return ()

class Percent(ManifestStaticFilesStorage):
    patterns = (("*.svg", ((RULE, "100% %(url)s"),)),)

class Third(ManifestStaticFilesStorage):
    patterns = (("*.svg", ((RULE, "%(url)s", None),)),)
`;

const DJANGO = (version: string) => ({
  [`venv/lib/python3.12/site-packages/django-${version}.dist-info/METADATA`]: `Metadata-Version: 2.1\nName: Django\nVersion: ${version}\n`,
  'venv/lib/python3.12/site-packages/django/__init__.py': `VERSION = (${version.split('.').join(', ')}, 1, "final", 0)\n`,
  'venv/pyvenv.cfg': 'home = /usr/bin\n',
});
const site = (version: string) => project(LITERAL, { 'mysite/stores.py': STORES, ...DJANGO(version) });
const root = site('5.2');
const using = (name: string) => ({ set: [`STATICFILES_STORAGE=mysite.stores.${name}`] });
const RULE = '(?P<matched>href="(?P<url>[^"]+)")';
const SVG = {
  glob: '*.svg',
  rules: [
    { regex: RULE, template: 'url("%(url)s")' },
    { regex: RULE, template: 'href="%(url)s"' },
  ],
};

async function patternsOf(name: string, where = root) {
  return (await load(where, { ...using(name), venv: 'venv' })).storage.patterns;
}

test('are Django’s own by its version, and what a class makes of them', async () => {
  const [css, js] = defaultPatterns('5.2') ?? [];
  expect(await patternsOf('Extended')).toEqual([css, js, SVG]);
  const rules = [...(js?.rules ?? []), ...(modulePattern('5.2')?.rules ?? [])];
  expect(await patternsOf('WithImports')).toEqual([css, { glob: '*.js', rules }, SVG]);
  expect(await patternsOf('Same')).toBeUndefined();
  expect(await patternsOf('After')).toEqual([js]);
  expect(await patternsOf('Own')).toEqual([{ glob: '*.svg', rules: SVG.rules.slice(0, 1) }]);
});

test('know what Django 6.1 leaves alone', async () => {
  const [css, js] = defaultPatterns('6.1') ?? [];
  const rules = SVG.rules.map((rule) => ({ ...rule, ignores: 'css' }));
  expect(js?.rules[0]?.ignores).toBe('js');
  expect(await patternsOf('Extended', site('6.1'))).toEqual([css, js, { ...SVG, rules }]);
});

test.each([
  ['Early', 'patterns, set in mysite.stores.Early.__init__()'],
  ['Computed', 'mysite.stores.Computed.patterns'],
  ['Percent', 'the template "100% %(url)s" holds more than %(name)s'],
  ['Third', `the rule ${RULE} has more than an expression and a template`],
])('are refused by name: %s', async (name, words) => {
  const [problem] = await problemsOf(root, { ...using(name), venv: 'venv' });
  expect(problem).toMatchObject({ code: 'storage-overrides', message: expect.stringContaining(words) });
});

test('are not known where the version of Django is not', async () => {
  const [problem] = await problemsOf(project(LITERAL, { 'mysite/stores.py': STORES }), using('Extended'));
  expect(problem?.message).toContain(
    'the version of Django is not known, and so are the patterns of its storages',
  );
});
