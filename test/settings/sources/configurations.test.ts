import { describe, expect, test } from 'vitest';
import { load, problemsOf } from '../ask.ts';
import { MANAGE, project } from '../project.ts';

describe('django-configurations', () => {
  const CLASSES = `
import os
import settings_of_another_package
from configurations import Configuration

STATIC_ROOT = "/module"
NPM_ROOT_PATH = "/npm"

class Base(Configuration):
    STATIC_URL = "/s/"
    STATIC_ROOT = "/base"
    INSTALLED_APPS = ["blog"]
    STATICFILES_FINDERS = ["django.contrib.staticfiles.finders." + name for name in ("FileSystemFinder", "AppDirectoriesFinder")] + ["npm.finders.NpmFinder"]
    COLLECTSTATIC = {"FAIL_ON_CONFLICT": True}

class Prod(Base):
    STATIC_ROOT = "/prod"

class Computed(Base):
    STATICFILES_DIRS = property(lambda self: [self.STATIC_ROOT + "/assets"])

    @property
    def STATIC_ROOT(self):
        return "/" + os.environ["NAME"]

class Elsewhere(settings_of_another_package.Base):
    STATIC_ROOT = "/elsewhere"
`;

  test('the class that DJANGO_CONFIGURATION names holds the settings', async () => {
    const root = project(CLASSES);
    expect(await load(root, { env: { DJANGO_CONFIGURATION: 'Prod' } })).toMatchObject({
      staticRoot: '/prod',
      staticUrl: '/s/',
      installedApps: ['blog'],
      failOnConflict: true,
      // Django sees the module, into which the settings of the class are put.
      npm: { root: '/npm' },
    });
    const manage = `${MANAGE}os.environ.setdefault("DJANGO_CONFIGURATION", "Base")\n`;
    const settings = await load(project(CLASSES, { 'manage.py': manage }));
    expect(settings.staticRoot).toBe('/base');
    expect(settings.origins.STATIC_ROOT?.label).toMatch(/^mysite\/settings\.py:\d+$/);
  });

  test('a configuration that the code itself chooses, in a way that can not be followed, leaves the settings unknown', async () => {
    const choice = `${CLASSES}\nimport random\nos.environ["DJANGO_CONFIGURATION"] = random.choice(["Base", "Prod"])\n`;
    for (const problem of await problemsOf(project(choice)))
      expect(problem).toMatchObject({
        code: 'setting-unresolved',
        cause: expect.stringMatching(/^DJANGO_CONFIGURATION is unknown: it is random( \(.*settings\.py\))?$/),
      });
  });

  test('properties are computed, and tell the variables they read', async () => {
    const env = { DJANGO_CONFIGURATION: 'Computed', NAME: 'srv' };
    const settings = await load(project(CLASSES), { env });
    expect(settings.staticRoot).toBe('/srv');
    expect(settings.staticDirs.map(({ dir }) => dir)).toEqual(['/srv/assets']);
    expect(settings.origins.STATIC_ROOT?.environment).toEqual(['DJANGO_CONFIGURATION', 'NAME']);
    const [problem] = await problemsOf(project(CLASSES), { env: { DJANGO_CONFIGURATION: 'Computed' } });
    expect(problem).toMatchObject({ code: 'setting-unresolved', hint: expect.stringContaining('NAME') });
  });

  test('what a class that can not be followed may set is not known', async () => {
    const env = { DJANGO_CONFIGURATION: 'Elsewhere' };
    const problems = await problemsOf(project(CLASSES), { env });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain('INSTALLED_APPS');
    expect(problems[0]?.message).not.toContain('STATIC_ROOT');
  });

  test('a class that is not there is an error', async () => {
    const problems = await problemsOf(project(CLASSES), { env: { DJANGO_CONFIGURATION: 'Nope' } });
    expect(problems).toMatchObject([{ code: 'configuration-missing' }]);
  });
});
