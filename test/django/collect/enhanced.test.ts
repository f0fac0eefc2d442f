import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { django, ours } from '../contenders/contender.ts';
import { type Oracle, startOracle } from '../contenders/oracle.ts';
import { differences, readTree } from '../contenders/tree.ts';
import { type Environment, makeEnvironment } from '../environment.ts';
import { firstSeed } from '../project/random.ts';
import { writeProject } from '../project/written.ts';
import { type SiteOptions, writeSite } from './enhanced-site.ts';

// Beside the real django-manifeststaticfiles-enhanced, of the version whose rules are built.

const FIRST = firstSeed(process.env);
const BACKEND = 'django_manifeststaticfiles_enhanced.storage.EnhancedManifestStaticFilesStorage';
/** Django 5.2 writes the manifest in an order that changes from run to run; its paths and its hash do not. */
const MANIFEST = 'staticfiles.json';

let environment: Environment;
let oracle: Oracle;
beforeAll(() => {
  const requirements = ['django==5.2.*', 'django-manifeststaticfiles-enhanced==0.10.1'];
  environment = makeEnvironment('enhanced', inject('environments').interpreter, requirements);
  oracle = startOracle(environment.python);
});
afterAll(() => oracle?.stop());

/** What differs between the two trees, in words. */
async function compareSite(
  files: Readonly<Record<string, string | Buffer>>,
  options: Readonly<Record<string, unknown>>,
): Promise<readonly unknown[]> {
  const settings = [
    'INSTALLED_APPS = ["django_manifeststaticfiles_enhanced", "django.contrib.staticfiles"]',
    'STATIC_URL = "/static/"',
    'STATIC_ROOT = BASE_DIR / "staticfiles"',
    'STATICFILES_DIRS = [BASE_DIR / "assets"]',
    'false, true = False, True',
    `STORAGES = {"staticfiles": {"BACKEND": "${BACKEND}", "OPTIONS": ${JSON.stringify(options)}}}`,
  ];
  const inAssets = Object.entries(files).map(([path, text]) => [`assets/${path}`, text] as const);
  const project = writeProject(settings, Object.fromEntries(inAssets));
  const { folder, env, staticRoot } = project;
  const command = { folder, env, settings: project.settings, argv: ['collectstatic', '--no-input'] };
  const [theirs, mine] = await Promise.resolve().then(async () => {
    const results = [];
    for (const contender of [django(oracle), ours(environment.folder)]) {
      const run = await contender.run(command);
      const tree = new Map(readTree(staticRoot));
      tree.delete(MANIFEST);
      const text = run.code === 0 ? readFileSync(join(staticRoot, MANIFEST), 'utf8') : '{}';
      rmSync(staticRoot, { recursive: true, force: true });
      results.push({ run, tree, manifest: JSON.parse(text) as unknown });
    }
    return results;
  });
  if (theirs === undefined || mine === undefined) throw new Error('both have run');
  if (theirs.run.code !== 0) return [`the package itself fails:\n${theirs.run.stderr}`, project.home];
  if (mine.run.code !== 0) return [mine.run.stderr, project.home];
  const found = differences(theirs.tree, mine.tree);
  if (found.length > 0) return [project.home, ...found];
  expect(mine.manifest).toEqual(theirs.manifest);
  rmSync(project.home, { recursive: true });
  return [];
}

const KINDS: Readonly<Record<string, SiteOptions>> = {
  patterns: { useLexer: false, modules: false, circles: false },
  'patterns and modules': { useLexer: false, modules: true, circles: false },
  'patterns and circles': { useLexer: false, modules: true, circles: true },
  lexer: { useLexer: true, modules: true, circles: false },
  'lexer and circles': { useLexer: true, modules: true, circles: true },
};

describe.each(Object.entries(KINDS))('generated sites, %s', (_name, kind) => {
  test.each(Array.from({ length: 12 }, (_, index) => FIRST + index))('site %i', async (seed) => {
    const options = { use_lexer: kind.useLexer, support_js_module_import_aggregation: kind.modules };
    expect(await compareSite(writeSite(seed, kind), options), `COLLECTSTATIC_SEED=${seed}`).toEqual([]);
  });
});

test('keep_original_files and ignore_errors', async () => {
  const files = {
    'vendor/a.css': '@import "../b.css";\n.x { background: url(gone.png) }\n',
    'b.css': ".y { background: url('img/i.png?v=1') }\n/*# sourceMappingURL=b.css.map */\n",
    'b.css.map': '{}',
    'img/i.png': Buffer.from([1, 2, 3]),
    'c.js': 'export const a = b / c;\n',
  };
  const options = { keep_original_files: false, ignore_errors: ['vendor/*.css: gone.*'] };
  expect(await compareSite(files, options)).toEqual([]);
});
