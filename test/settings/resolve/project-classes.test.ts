import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { load, problemsOf } from '../ask.ts';
import { LITERAL, project } from '../project.ts';

describe('a storage class of the project', () => {
  const STORES = `
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from whitenoise.storage import CompressedStaticFilesMixin

class Lenient(ManifestStaticFilesStorage):
    """Never mind."""
    manifest_strict = False
    support_js_module_import_aggregation = True
    def url(self, name, force=False):
        return super().url(name, force)

class Named(Lenient):
    manifest_name = "names.json"

class Packed(CompressedStaticFilesMixin, ManifestStaticFilesStorage):
    pass

class Hashed(ManifestStaticFilesStorage):
    def file_hash(self, name, content=None):
        return "x"

class Patterned(ManifestStaticFilesStorage):
    patterns = ()

class Possessive(ManifestStaticFilesStorage):
    patterns = (("*.css", (r"(?P<matched>a++(?P<url>.*))",)),)

class Shaped(ManifestStaticFilesStorage):
    patterns = (("*.css", "url"), 5)

class Foreign(SomethingElse, ManifestStaticFilesStorage):
    pass
`;
  const root = project(LITERAL, { 'mysite/stores.py': STORES });
  const using = (name: string) => ({ set: [`STATICFILES_STORAGE=mysite.stores.${name}`] });

  test('is what it is based on, with its plain attributes', async () => {
    expect((await load(root, using('Lenient'))).storage).toMatchObject({
      kind: 'manifest',
      className: 'mysite.stores.Lenient',
      manifestStrict: false,
      moduleAggregation: true,
    });
    expect((await load(root, using('Named'))).storage).toMatchObject({
      manifestStrict: false,
      manifestName: 'names.json',
    });
    expect((await load(root, using('Packed'))).storage.kind).toBe('compressed-manifest');
  });

  test('may have other patterns', async () => {
    expect((await load(root, using('Patterned'))).storage).toMatchObject({ kind: 'manifest', patterns: [] });
    expect((await load(root, using('Lenient'))).storage.patterns).toBeUndefined();
  });

  test.each([
    ['Hashed', 'mysite.stores.Hashed.file_hash()'],
    ['Possessive', "(?P<matched>a++(?P<url>.*)) can't be followed: possessive repeats are not modelled"],
    [
      'Shaped',
      "mysite.stores.Shaped.patterns, which can't be followed: what stands beside '*.css' is no tuple",
    ],
  ])('that changes the result is refused: %s', async (name, what) => {
    const [problem] = await problemsOf(root, using(name));
    expect(problem).toMatchObject({ code: 'storage-overrides', message: expect.stringContaining(what) });
    expect(problem?.at?.file).toBe(join(root, 'mysite/stores.py'));
    expect((await load(root, { ...using(name), assumePlainStorage: true })).storage.kind).toBe('manifest');
  });

  test.each(['Foreign', 'Missing'])('that is not understood is refused: %s', async (name) => {
    expect(await problemsOf(root, using(name))).toMatchObject([{ code: 'storage-unknown' }]);
  });
});

describe('a finder class of the project', () => {
  const FINDERS = `
from django.contrib.staticfiles.finders import AppDirectoriesFinder, FileSystemFinder

class Assets(AppDirectoriesFinder):
    source_dir = "assets"

class Clever(FileSystemFinder):
    def list(self, ignore_patterns):
        yield from ()
`;
  const root = project(LITERAL, { 'mysite/finders.py': FINDERS });

  test('that only looks in another folder is understood', async () => {
    const settings = await load(root, { set: ['STATICFILES_FINDERS=["mysite.finders.Assets"]'] });
    expect(settings.finders).toEqual([
      { kind: 'apps', className: 'mysite.finders.Assets', sourceDir: 'assets' },
    ]);
  });

  test.each(['mysite.finders.Clever', 'mysite.finders.None', 'nowhere.Finder'])(
    '%s is not known',
    async (name) => {
      const set = [`STATICFILES_FINDERS=["${name}"]`];
      expect(await problemsOf(root, { set })).toMatchObject([
        { code: 'finder-unknown', message: expect.stringContaining(name) },
      ]);
      const settings = await load(root, { set, skipUnknownFinders: true });
      expect(settings.finders).toEqual([]);
      expect(settings.problems).toMatchObject([{ code: 'finder-unknown', severity: 'warning' }]);
    },
  );
});
