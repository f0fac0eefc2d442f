import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findingsOf, runCheck, shop } from './project.ts';

const MISSING = "{% load static %}{% static 'no.css' %}";
const FILE_CHARSET =
  'TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {"file_charset": "latin-1"}}]';

test('a template that is not UTF-8 is a note; with its file_charset it is checked', async () => {
  const bytes = Buffer.from(`<p>caf\u00e9</p>${MISSING}`, 'latin1');
  const cwd = shop({ 'shop/templates/page.html': '' });
  writeFileSync(join(cwd, 'shop/templates/page.html'), bytes);
  expect(await findingsOf(cwd)).toEqual([
    'note template-unread shop/templates/page.html:undefined:undefined',
  ]);
  const known = shop({ 'shop/templates/page.html': '' }, 'manifest', FILE_CHARSET);
  writeFileSync(join(known, 'shop/templates/page.html'), bytes);
  expect(await findingsOf(known)).toEqual(['error missing-static shop/templates/page.html:1:39']);
});

test('--fix leaves a file in another encoding as it is', async () => {
  const cwd = shop({ 'shop/templates/page.html': '' }, 'manifest', FILE_CHARSET);
  const file = join(cwd, 'shop/templates/page.html');
  const bytes = Buffer.from("\u00e9{% load static %}{% static '/css/site.css' %}", 'latin1');
  writeFileSync(file, bytes);
  expect((await runCheck(cwd, '--fix')).code).toBe(1);
  expect(readFileSync(file)).toEqual(bytes);
});

test('a binary file among the templates is a note, and so is one that is too large', async () => {
  const cwd = shop({ 'shop/templates/logo.png': `\u0000${MISSING}`, 'shop/templates/page.html': MISSING });
  writeFileSync(join(cwd, 'shop/templates/large.html'), '');
  truncateSync(join(cwd, 'shop/templates/large.html'), 30 * 1024 * 1024);
  expect(await findingsOf(cwd)).toEqual([
    'note template-unread shop/templates/large.html:undefined:undefined',
    'note template-unread shop/templates/logo.png:undefined:undefined',
    'error missing-static shop/templates/page.html:1:28',
  ]);
  const { stdout } = await runCheck(cwd, '-v', '2');
  expect(stdout).toContain('What this template refers to is not checked: it is binary');
  expect(stdout).toContain('What this template refers to is not checked: it is too large');
});

test('a template of 10 MB is read, and tags that are never closed end nothing', async () => {
  const cwd = shop({
    'shop/templates/large.html': `${'<p>{{ {% {# }\n'.repeat(700_000)}${MISSING}`,
    'shop/templates/open.html': `${MISSING}{% if x %}{% static 'two.css' %}{% block a %}{% static 'three.css'`,
  });
  expect(await findingsOf(cwd)).toEqual([
    'error missing-static shop/templates/large.html:700001:28',
    'error missing-static shop/templates/open.html:1:28',
    'note tag-unclosed shop/templates/open.html:1:39',
    'warning missing-static shop/templates/open.html:1:59',
    'note tag-unclosed shop/templates/open.html:1:71',
    'warning static-tag-stray shop/templates/open.html:1:84',
  ]);
});

test('Python that is not UTF-8 is decoded as it says, or a note, and so is what is no Python', async () => {
  const code = (comment: string): Buffer =>
    Buffer.from(
      `${comment}# caf\u00e9\nfrom django.templatetags.static import static\nx = static("no.css")\n`,
      'latin1',
    );
  const cwd = shop({
    'shop/broken.py': 'from django.templatetags.static import static\nx = static("a.css"\n',
  });
  writeFileSync(join(cwd, 'shop/latin.py'), code('# -*- coding: latin-1 -*-\n'));
  writeFileSync(join(cwd, 'shop/other.py'), code(''));
  expect(await findingsOf(cwd)).toEqual([
    'note python-unread shop/broken.py:2:11',
    'error missing-static shop/latin.py:4:12',
    'note python-unread shop/other.py:1:undefined',
  ]);
});

test('a folder of STATICFILES_DIRS that is not there is told once, where the settings name it', async () => {
  const settings = 'STATICFILES_DIRS = ["the build"]';
  const cwd = shop({ 'shop/templates/page.html': MISSING }, 'manifest', settings);
  const { code, stdout, stderr } = await runCheck(cwd);
  expect(code).toBe(0);
  expect(stderr).toBe('');
  expect(stdout).toContain("warning: no.css can't be judged [not-judged]\n");
  expect(stdout).toContain(`  because the folder ${cwd}/the build of STATICFILES_DIRS does not exist\n`);
  expect(await findingsOf(cwd)).toEqual(['warning not-judged site_settings.py:5:1']);
  // Without a reference that hangs on it, it is Django's warning.
  const idle = shop({}, 'manifest', settings);
  expect((await runCheck(idle)).stderr).toContain('[staticfiles.W004]');
});

test('templates of the admin for an app that is not there are notes', async () => {
  const cwd = shop({
    'shop/templates/admin/filer/change_form.html': MISSING,
    'shop/templates/admin/shop/change_form.html': MISSING,
    'shop/templates/admin/base_site.html': MISSING,
    'shop/templates/admin/includes/object.html': MISSING,
  });
  expect(await findingsOf(cwd)).toEqual([
    'error missing-static shop/templates/admin/base_site.html:1:28',
    'note missing-static shop/templates/admin/filer/change_form.html:1:28',
    'error missing-static shop/templates/admin/includes/object.html:1:28',
    'error missing-static shop/templates/admin/shop/change_form.html:1:28',
  ]);
});

test('an app may have a label that is not its name', async () => {
  const cwd = shop({
    'shop/templates/admin/store/change_form.html': MISSING,
    'shop/apps.py':
      'from django.apps import AppConfig\nclass C(AppConfig):\n    name = "shop"\n    label = "store"\n',
  });
  expect(await findingsOf(cwd)).toEqual([
    'error missing-static shop/templates/admin/store/change_form.html:1:28',
  ]);
});

test('a part for an app that is not there is a note, whatever is inside of it', async () => {
  const part = (app: string): string =>
    `{% load static mezzanine_tags %}{% ifinstalled "${app}" %}{% if rtl %}{% static 'no.css' %}{% endif %}{% endifinstalled %}`;
  const cwd = shop({
    'shop/templates/absent.html': part('cartridge.shop'),
    'shop/templates/there.html': part('shop'),
    'shop/templatetags/mezzanine_tags.py': '',
  });
  expect((await findingsOf(cwd)).map((finding) => finding.replace(/:1:.*/, ''))).toEqual([
    'note missing-static shop/templates/absent.html',
    'warning missing-static shop/templates/there.html',
  ]);
});

test('of a storage that is not known, a name that any storage serves is fine', async () => {
  const settings = 'STORAGES = {"staticfiles": {"BACKEND": "shop.storage.Own"}}';
  const files = {
    'shop/storage.py': 'from vendor.storage import Base\nclass Own(Base):\n    pass\n',
    'shop/templates/page.html': "{% load static %}{% static 'css/site.css?v=1' %}{% static 'no.css' %}",
    'site_settings.py': [
      'STATIC_URL = "/static/"',
      'INSTALLED_APPS = ["django.contrib.staticfiles", "shop"]',
      'TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]',
      settings,
      '',
    ].join('\n'),
  };
  const cwd = shop(files);
  expect(await findingsOf(cwd)).toEqual(['error missing-static shop/templates/page.html:1:59']);
  expect((await runCheck(cwd)).stdout).toContain('an HTTP 404, or with a manifest an HTTP 500');
});
