import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StorageSpec } from '../../../src/types.ts';
import { load, problemsOf } from '../ask.ts';
import { LITERAL, project } from '../project.ts';

// The storages of django-manifeststaticfiles-enhanced, by name and as bases, without the package beside them.

const MODULE = 'django_manifeststaticfiles_enhanced.storage';
const BACKEND = `${MODULE}.EnhancedManifestStaticFilesStorage`;

function settings(options: string, more: string = '', backend: string = BACKEND): string {
  return `${LITERAL}
STORAGES = {"staticfiles": {"BACKEND": "${backend}", "OPTIONS": {${options}}}}
${more}`;
}

async function storageOf(text: string, files: Readonly<Record<string, string>> = {}): Promise<StorageSpec> {
  return (await load(project(text, files), { skipChecks: true })).storage;
}

describe('by name', () => {
  test('its defaults', async () => {
    expect(await storageOf(settings(''))).toMatchObject({
      kind: 'manifest',
      moduleAggregation: false,
      keepOnlyHashed: false,
      enhanced: { useLexer: false, sourcemapStrict: false, ignoreErrors: [] },
    });
  });

  test('its options', async () => {
    const options = `"manifest_name": "m.json", "manifest_strict": False, "use_lexer": True, "sourcemap_strict": True,
      "support_js_module_import_aggregation": True, "ignore_errors": ["a:b"], "base_url": "/static/"`;
    expect(await storageOf(settings(options))).toMatchObject({
      manifestName: 'm.json',
      manifestStrict: false,
      moduleAggregation: true,
      enhanced: { useLexer: true, sourcemapStrict: true, ignoreErrors: ['a:b'] },
    });
  });

  test.each(['ThreadSafeStaticFilesStorage', 'TestingManifestStaticFilesStorage'])('%s', async (name) => {
    const storage = await storageOf(settings('', '', `${MODULE}.${name}`));
    expect(storage.kind).toBe('plain');
    expect(storage.enhanced).toBeUndefined();
  });

  test('only its own command heeds keep_original_files', async () => {
    const apps = (names: string): string => `INSTALLED_APPS = [${names}]`;
    const own = `"django_manifeststaticfiles_enhanced"`;
    const djangos = `"django.contrib.staticfiles"`;
    const kept = async (names: string): Promise<boolean> => {
      const root = project(settings('"keep_original_files": False', apps(names)), {
        'django_manifeststaticfiles_enhanced/__init__.py': '__version__ = "0.10.1"\n',
        'django/contrib/staticfiles/__init__.py': '',
      });
      return (await load(root)).storage.keepOnlyHashed;
    };
    expect(await kept(`${own}, ${djangos}`)).toBe(true);
    expect(await kept(`${djangos}, ${own}`)).toBe(false);
    expect(await kept(djangos)).toBe(false);
  });
});

describe('wrong', () => {
  async function problems(text: string, files: Readonly<Record<string, string>> = {}) {
    const found = await problemsOf(project(text, files));
    return found.map(({ code, severity, message, hint = '' }) => `${severity} ${code}: ${message} / ${hint}`);
  }

  test('a misspelt option has a nearest name', async () => {
    const [found] = await problems(settings('"use_lexar": True'));
    expect(found).toContain("error storage-option-unknown: The option 'use_lexar'");
    expect(found).toContain("Did you mean 'use_lexer'?");
  });

  test('an option of another type', async () => {
    expect(await problems(settings('"use_lexer": "yes", "ignore_errors": "a:b"'))).toEqual([
      expect.stringContaining('ignore_errors of'),
      expect.stringContaining('use_lexer of'),
    ]);
  });

  test('a function that tells hashed names is named, unless PREHASHED says them', async () => {
    const text = settings('"prehashed": "mysite.x.is_hashed"');
    expect(await problems(text)).toEqual([expect.stringContaining('storage-option-unbuilt: prehashed of')]);
    const told = `${text}\nCOLLECTSTATIC = {"PREHASHED": ["dist/**"]}\n`;
    expect((await storageOf(told)).enhanced).toBeDefined();
  });

  test('options of its own class that another one does not take', async () => {
    const text = settings('"use_lexer": True', '', `${MODULE}.ThreadSafeStaticFilesStorage`);
    expect(await problems(text)).toEqual([expect.stringContaining("The option 'use_lexer'")]);
  });
});

describe('as a base', () => {
  const own = (body: string): Readonly<Record<string, string>> => ({
    'mysite/stores.py': `from ${MODULE} import EnhancedManifestStaticFilesStorage\n${body}`,
  });
  const text = (options: string): string => settings(options, '', 'mysite.stores.S');

  test('its attributes, with OPTIONS over them', async () => {
    const body = `
class S(EnhancedManifestStaticFilesStorage):
    use_lexer = True
    ignore_errors = ["a:b"]
    post_process_workers = 2
`;
    expect(await storageOf(text('"use_lexer": False'), own(body))).toMatchObject({
      enhanced: { useLexer: false, ignoreErrors: ['a:b'] },
    });
  });

  test('what its own __init__ hands up', async () => {
    const body = `
class S(EnhancedManifestStaticFilesStorage):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("support_js_module_import_aggregation", True)
        super().__init__(*args, use_lexer=True, **kwargs)
`;
    expect(await storageOf(text(''), own(body))).toMatchObject({
      moduleAggregation: true,
      enhanced: { useLexer: true },
    });
  });

  test('what it overrides of their methods is refused by name', async () => {
    const body =
      'class S(EnhancedManifestStaticFilesStorage):\n    def _adjust_url(self, *args):\n        return ""\n';
    expect(await problemsOf(project(text(''), own(body)))).toMatchObject([
      { code: 'storage-overrides', message: expect.stringContaining('mysite.stores.S._adjust_url()') },
    ]);
  });

  test('another version of the package is a warning', async () => {
    const root = project(settings(''));
    const site = join(root, 'venv/lib/python3.11/site-packages/django_manifeststaticfiles_enhanced');
    mkdirSync(site, { recursive: true });
    writeFileSync(join(site, '__init__.py'), '__version__ = "0.9.0"\n');
    expect((await load(root, { venv: join(root, 'venv') })).problems).toMatchObject([
      { code: 'package-version', severity: 'warning', message: expect.stringContaining('0.9.0') },
    ]);
  });
});
