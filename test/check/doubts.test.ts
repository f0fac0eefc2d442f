import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findingsOf, runCheck, shop } from './project.ts';

const LOAD = '{% load static %}';
const MISSING = `${LOAD}{% static 'css/no.css' %}`;

test('while an app is not found, a file that it may offer is only doubted, in folders that others have too', async () => {
  const cwd = shop(
    { 'shop/templates/page.html': MISSING },
    'manifest',
    'INSTALLED_APPS += ["nowhere"]\nCOLLECTSTATIC["SKIP_MISSING_APPS"] = True',
  );
  expect(await findingsOf(cwd)).toEqual(['warning missing-static shop/templates/page.html:1:28']);
  expect((await runCheck(cwd)).stdout).toContain('because an app that was not found may offer it');
});

test('what a .gitignore leaves out is perhaps built', async () => {
  const page = (path: string): string => `${LOAD}{% static '${path}' %}`;
  const cwd = shop(
    {
      '.gitignore': '*.bundle.js\n/shop/static/css/output.css\n!kept.bundle.js\n',
      'assets/.gitignore': 'img/\n',
      'assets/img/a.png': '',
      'shop/templates/bundle.html': page('css/no.bundle.js'),
      'shop/templates/inner.html': page('theme/img/no.png'),
      'shop/templates/kept.html': page('css/kept.bundle.js'),
      'shop/templates/output.html': page('css/output.css'),
      'shop/templates/typo.html': page('css/outputs.css'),
    },
    'manifest',
    'STATICFILES_DIRS = [("theme", "assets")]',
  );
  const judged = async (): Promise<readonly string[]> =>
    (await findingsOf(cwd)).map((finding) => finding.replace(/:1:.*/, ''));
  const outside = [
    'error missing-static shop/templates/bundle.html',
    'error missing-static shop/templates/inner.html',
    'error missing-static shop/templates/kept.html',
    'error missing-static shop/templates/output.html',
    'error missing-static shop/templates/typo.html',
  ];
  expect(await judged()).toEqual(outside);
  mkdirSync(join(cwd, '.git'));
  expect(await judged()).toEqual([
    'warning missing-static shop/templates/bundle.html',
    'warning missing-static shop/templates/inner.html',
    'error missing-static shop/templates/kept.html',
    'warning missing-static shop/templates/output.html',
    'error missing-static shop/templates/typo.html',
  ]);
  const { stdout } = await runCheck(cwd);
  expect(stdout).toContain('it is perhaps built: .gitignore leaves out shop/static/css/output.css');
});

test('an HTML comment is rendered, and seen by no browser', async () => {
  const files = {
    'shop/templates/page.html': `${LOAD}<!-- {% static 'css/no.css' %} --><p>{% static 'css/no.css' %}</p>`,
    'shop/templates/script.html': `${LOAD}<script><!--</script>{% static 'css/no.css' %}<!-- -->`,
  };
  expect(await findingsOf(shop(files))).toEqual([
    'error missing-static shop/templates/page.html:1:33',
    'error missing-static shop/templates/page.html:1:65',
    'error missing-static shop/templates/script.html:1:49',
  ]);
  const plain = shop(files, 'plain');
  expect(await findingsOf(plain)).toEqual([
    'note missing-static shop/templates/page.html:1:33',
    'error missing-static shop/templates/page.html:1:65',
    'error missing-static shop/templates/script.html:1:49',
  ]);
  expect((await runCheck(plain, '-v', '2')).stdout).toContain('so that no browser asks for it');
});

test('links among the templates are followed as Django follows them, and circles end', async () => {
  const cwd = shop({
    'elsewhere/part.html': MISSING,
    'shop/templates/own.html': '',
  });
  const templates = join(cwd, 'shop/templates');
  symlinkSync(join(cwd, 'elsewhere/part.html'), join(templates, 'linked.html'));
  symlinkSync(join(cwd, 'elsewhere'), join(templates, 'folder'));
  symlinkSync(templates, join(templates, 'circle'));
  symlinkSync(cwd, join(templates, 'above'));
  symlinkSync('itself', join(templates, 'itself'));
  symlinkSync('nothing', join(templates, 'broken.html'));
  expect(await findingsOf(cwd)).toEqual([
    'error missing-static shop/templates/folder/part.html:1:28',
    'error missing-static shop/templates/linked.html:1:28',
  ]);
});

test('a folder of TEMPLATES that is not there is a note', async () => {
  const cwd = shop({}, 'manifest', 'TEMPLATES[0]["DIRS"] = ["no-templates"]');
  expect(await findingsOf(cwd)).toEqual(['note missing-template-folder site_settings.py:3:1']);
  const { stdout, code } = await runCheck(cwd, '-v', '2');
  expect(code).toBe(0);
  expect(stdout).toContain(`The folder ${cwd}/no-templates of TEMPLATES does not exist`);
});

test('a script that imports what lies beside its source, outside of every static folder, is for a bundler', async () => {
  const cwd = shop({
    'shop/static/js/main.js':
      'import "../../../lib/tags";\nimport "../../../lib/tags.js";\nimport "../../../lib/none";\n',
    'lib/tags.js': '',
  });
  expect(await findingsOf(cwd)).toEqual(['warning missing-reference shop/static/js/main.js:3:9']);
});
