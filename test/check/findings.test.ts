import { expect, test } from 'vitest';
import { findingsOf, runCheck, shop } from './project.ts';

const page = (text: string): Readonly<Record<string, string>> => ({ 'shop/templates/page.html': text });

test('a missing file is an error with its place, its line, and the nearest name', async () => {
  const cwd = shop(page('{% load static %}\n<img src="{% static \'img/lgo.png\' %}">\n'));
  const { code, stdout } = await runCheck(cwd);
  expect(code).toBe(1);
  expect(stdout.split('\n')).toEqual([
    'error: {% static %} refers to "img/lgo.png", which no source offers: an HTTP 500 [missing-static]',
    `  at ${cwd}/shop/templates/page.html:2:21`,
    '    <img src="{% static \'img/lgo.png\' %}">',
    '                        ^',
    "  hint: Did you mean 'img/logo.png'?",
    '',
    '1 reference in 1 template and 3 Python files: 1 error, 0 warnings.',
    '',
  ]);
});

test('nothing wrong: exit 0', async () => {
  const cwd = shop(page("{% load static %}{% static 'css/site.css' %}{% static 'css/' %}{{ x }}"));
  expect(await runCheck(cwd)).toEqual({
    code: 0,
    stderr: '',
    stdout: '2 references in 1 template and 3 Python files: 0 errors, 0 warnings.\n',
  });
});

test('the storage decides: a leading slash is a note with the plain one, a query the other way round', async () => {
  const text = "{% load static %}{% static '/css/site.css' %}\n{% static 'css/site.css?v=1' %}";
  expect(await findingsOf(shop(page(text), 'manifest'))).toEqual([
    'error static-path-form shop/templates/page.html:1:28',
  ]);
  expect(await findingsOf(shop(page(text), 'plain'))).toEqual([
    'note static-path-form shop/templates/page.html:1:28',
    'error static-path-form shop/templates/page.html:2:11',
  ]);
});

test('with DEBUG a manifest refuses nothing: a warning', async () => {
  const cwd = shop(page("{% load static %}{% static '/css/site.css' %}"), 'manifest', 'DEBUG = True');
  expect(await findingsOf(cwd)).toEqual(['warning static-path-form shop/templates/page.html:1:28']);
});

test('Python: static(), Media, Script, storage.url; only whole constants of what Django takes', async () => {
  const code = [
    'from django import forms',
    'from django.contrib.staticfiles.storage import staticfiles_storage as files',
    'from django.forms import Script',
    'from django.templatetags.static import static as s',
    'class F(forms.Form):',
    '    class Media:',
    '        js = ("one.js",)',
    '        css = {"all": ("css/site.css", "two.css", "https://cdn.example/x.css")}',
    'm = forms.Media(js=[Script("three.js"), name])',
    'u = files.url("four.js")',
    'v = s("five.js"), s("css/%s.css" % v), s("img/" + v), other("six.js"), s(f"{v}.js")',
    'w = s("img/") + v, s("imgs/") + v',
    'class Media:',
    '    js = ["seven.js"]',
  ];
  const found = await findingsOf(shop({ 'shop/forms.py': `${code.join('\n')}\n` }));
  expect(found).toEqual([
    'error missing-static shop/forms.py:7:15',
    'error missing-static shop/forms.py:8:40',
    'error missing-static shop/forms.py:9:28',
    'error missing-static shop/forms.py:10:15',
    'error missing-static shop/forms.py:11:7',
    'warning missing-static-folder shop/forms.py:12:22',
  ]);
});

test('Python: a statement of the module has its own lines, whatever stands around it', async () => {
  const code = [
    'import os',
    'TEXT = """',
    'class Media: (not closed',
    'x = static("no.css")',
    '"""; QUOTE = "(" # [',
    '@decorated',
    'def view(request, *,',
    'name=")"):',
    '    """Nothing of interest: it\'s left out."""',
    '    return 1 + \\',
    '2',
    'try:',
    '    from django.templatetags.static import static',
    'except ImportError:',
    '    static = None',
    '@decorated',
    'class A(object):',
    '    def icon(self):',
    '        return static("one.css")',
    'if TEXT:',
    '    pass',
    'else:',
    '    ICON = static("two.css")',
    'def static_of(x):',
    '    return f"{static(\'three.css\')}"',
  ];
  expect(await findingsOf(shop({ 'shop/views.py': `${code.join('\n')}\n` }))).toEqual([
    'error missing-static shop/views.py:19:23',
    'error missing-static shop/views.py:23:19',
    'error static-beginning shop/views.py:25:22',
  ]);
});

test('a string where Media wants a list is taken letter by letter', async () => {
  const code = 'class F:\n    class Media:\n        js = ("a.js")\n        css = {"all": "css/site.css"}\n';
  expect(await findingsOf(shop({ 'shop/forms.py': code }))).toEqual([
    'error static-media-string shop/forms.py:3:15',
    'error static-media-string shop/forms.py:4:23',
  ]);
});

test('a file that a build makes, one behind a condition, and one in a folder nobody has are warnings', async () => {
  const cwd = shop({
    'shop/static/css/new.scss': '',
    ...page(
      "{% load static %}{% static 'css/new.css' %}\n{% if x %}{% static 'css/no.css' %}{% endif %}\n{% static 'other/x.js' %}",
    ),
  });
  expect(await findingsOf(cwd)).toEqual([
    'warning missing-static shop/templates/page.html:1:28',
    'warning missing-static shop/templates/page.html:2:21',
    'warning missing-static shop/templates/page.html:3:11',
  ]);
});

test('a root that was not built is one finding', async () => {
  const names = ['a', 'b', 'c', 'd'].map((name) => `{% static '${name}.js' %}`).join('\n');
  const cwd = shop(page(`{% load static %}${names}`), 'manifest', 'STATICFILES_DIRS = ["dist"]');
  const { stdout } = await runCheck(cwd);
  expect(stdout).toContain("warning: a.js and 3 more paths can't be judged [not-judged]\n");
  expect(stdout).toContain(`  because the folder ${cwd}/dist of STATICFILES_DIRS does not exist\n`);
  expect(await findingsOf(cwd)).toHaveLength(1);
});

test('many references to a folder that nobody has are one finding', async () => {
  const text = `{% load static %}${"{% static 'vendor/jquery.js' %}\n".repeat(4)}`;
  const cwd = shop(page(text));
  expect(await findingsOf(cwd)).toEqual(['warning not-judged shop/templates/page.html:1:28']);
  const { stdout } = await runCheck(cwd);
  expect(stdout).toContain("warning: vendor/jquery.js can't be judged [not-judged]\n");
  expect(stdout).toContain('  because no source has a folder vendor\n');
});

test('a path without quotes is told, unless its name is a variable of the template', async () => {
  const text = '{% load static %}{% static site.css %}\n{% if font %}{% static font.woff2 %}{% endif %}';
  expect(await findingsOf(shop(page(text)))).toEqual([
    'warning static-argument-unquoted shop/templates/page.html:1:28',
  ]);
});

test('a folder that builds make, or one in it, can be absent; another one can not', async () => {
  const text = "{% load static %}{% static 'css/dist/x/a.css' %}\n{% static 'css/fonts/a.css' %}";
  expect(await findingsOf(shop(page(text)))).toEqual([
    'warning missing-static shop/templates/page.html:1:28',
    'error missing-static shop/templates/page.html:2:11',
  ]);
});

test('what no page shows is a note, and a shadowed template is not read', async () => {
  const cwd = shop(
    {
      'shop/templates/base.html': '{% block body %}{% endblock %}',
      ...page(
        "{% extends 'base.html' %}{% load static %}{% block gone %}{% static 'x.css' %}{% endblock %}\n" +
          "{% block body %}{% static 'y.css' %}{% endblock %}",
      ),
      'over/templates/page.html': "{% extends 'base.html' %}{% load static %}{% block body %}{% endblock %}",
      'over/__init__.py': '',
    },
    'manifest',
  );
  expect(await findingsOf(cwd)).toEqual([
    'note missing-static shop/templates/page.html:1:69',
    'error missing-static shop/templates/page.html:2:27',
  ]);
  const set = 'INSTALLED_APPS=["django.contrib.staticfiles", "over", "shop"]';
  expect(await findingsOf(cwd, '--set', set)).toEqual([]);
});

test('libraries: no load, a load that Django removed, a library that may bring the tag', async () => {
  const cwd = shop({
    'shop/templatetags/__init__.py': '',
    'shop/templatetags/urls.py': 'register.simple_tag(static_url, name="static")',
    'shop/templatetags/words.py': 'register.filter(upper)',
    'shop/templates/a.html': "{% static 'css/site.css' %}{% static 'css/site.css' %}",
    'shop/templates/b.html': "{% load staticfiles %}{% static 'css/site.css' %}",
    'shop/templates/c.html': "{% load urls %}{% static 'css/site.css' %}",
    'shop/templates/d.html': "{% load words %}{% static 'css/site.css' %}",
    'shop/templates/e.html': "{% load elsewhere %}{% static 'css/site.css' %}",
  });
  expect(await findingsOf(cwd)).toEqual([
    'error load-missing shop/templates/a.html:1:1',
    'error library-removed shop/templates/b.html:1:9',
    'error load-missing shop/templates/d.html:1:17',
  ]);
});

test('STATIC_URL without its context processor is one finding', async () => {
  const text = '<a href="{{ STATIC_URL }}a.css">\n<a href="{{ STATIC_URL }}b.css">';
  expect(await findingsOf(shop(page(text)))).toEqual([
    'warning static-url-empty shop/templates/page.html:1:13',
  ]);
});

test('URLs written out: where the file exists, in what takes a URL, not on error pages', async () => {
  const html = [
    '<a href="/static/css/site.css?v=1"> <a href="/static/none.css"> <a title="/static/css/site.css">',
    '<img srcset="/static/img/logo.png 1x, /static/img/logo.png 2x">',
    '<p style="background: url(/static/img/logo.png)"> <!-- <a href="/static/css/site.css"> -->',
    '<style>p { background: url("/static/img/logo.png") }</style> <a href="/static/css/{{ x }}">',
  ].join('\n');
  const cwd = shop({ ...page(html), 'shop/templates/404.html': html });
  expect(await findingsOf(cwd)).toEqual([
    'warning hard-coded-url shop/templates/page.html:1:10',
    'warning hard-coded-url shop/templates/page.html:2:14',
    'warning hard-coded-url shop/templates/page.html:2:39',
    'warning hard-coded-url shop/templates/page.html:3:27',
    'warning hard-coded-url shop/templates/page.html:4:29',
  ]);
});

test('Jinja2: static() in expressions, comments and raw left out', async () => {
  const text =
    "{{ static('img/no.png') }}{# {{ static('a') }}\n #}{% raw %}{{ static('b') }}{% endraw %}{{ static('img/') ~ x }}";
  const cwd = shop(
    { 'shop/jinja2/page.html': text },
    'manifest',
    'TEMPLATES += [{"BACKEND": "django.template.backends.jinja2.Jinja2", "APP_DIRS": True}]',
  );
  expect(await findingsOf(cwd)).toEqual(['error missing-static shop/jinja2/page.html:1:11']);
});

test('STATIC_TAGS teaches a tag; other tags are left alone', async () => {
  const text = "{% load static %}{% asset 'img/no.png' %}{% icon 'img/no.png' %}";
  expect(await findingsOf(shop(page(text)))).toEqual([]);
  const cwd = shop(page(text));
  expect(await findingsOf(cwd, '--set', 'STATIC_TAGS=["asset"]')).toEqual([
    'error missing-static shop/templates/page.html:1:27',
  ]);
});

test('a tag of the project that passes its path on to static is learnt, where its library is loaded', async () => {
  const library = [
    'from django import template',
    'from django.templatetags.static import static',
    'register = template.Library()',
    '@register.simple_tag',
    'def versioned(path):',
    '    "Adds the version."',
    '    return f"{static(path)}?v=1"',
    '@register.simple_tag(name="plain")',
    'def _(path): return static(path)',
    '@register.simple_tag',
    'def themed(path): return static(f"{THEME}/{path}")',
    '@register.simple_tag(takes_context=True)',
    'def other(context, path): return static(path)',
  ].join('\n');
  const tags = ['versioned', 'plain', 'themed', 'other'].map((tag) => `{% ${tag} 'no.css' %}`).join('');
  const cwd = shop({
    'shop/templatetags/__init__.py': '',
    'shop/templatetags/assets.py': library,
    'shop/templates/a.html': `{% load assets %}\n${tags}`,
    'shop/templates/b.html': tags,
  });
  expect(await findingsOf(cwd)).toEqual([
    'error missing-static shop/templates/a.html:2:14',
    'error missing-static shop/templates/a.html:2:34',
  ]);
});

test('the static of another library may take anything', async () => {
  const cwd = shop({
    'shop/templatetags/__init__.py': '',
    'shop/templatetags/urls.py': 'register.simple_tag(static_url, name="static")',
    ...page("{% load urls %}{% static 'no.css' %}"),
  });
  expect(await findingsOf(cwd)).toEqual([]);
});

test('bad input: not UTF-8, unclosed tags, a syntax error, a folder that is not there', async () => {
  const cwd = shop(
    {
      'shop/templates/latin.html': 'caf\u00e9',
      'shop/templates/open.html': "{% load static %}{% static 'css/site.css' ".repeat(2000),
      'shop/broken.py': 'from django.templatetags.static import static\nx = static("a.js"\n',
    },
    'manifest',
    'TEMPLATES[0]["DIRS"] = ["/nowhere/at/all"]',
  );
  const { code, stderr } = await runCheck(cwd);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(await findingsOf(cwd)).toEqual([
    'note python-unread shop/broken.py:2:11',
    'warning static-tag-stray shop/templates/open.html:1:83976',
    'note missing-template-folder site_settings.py:3:1',
  ]);
});

test('what style sheets refer to is as in a run; without a manifest a warning', async () => {
  const files = { 'shop/static/css/bad.css': 'p { background: url(no.png) }' };
  expect(await findingsOf(shop(files))).toEqual(['error missing-reference shop/static/css/bad.css:1:21']);
  expect(await findingsOf(shop(files, 'plain'))).toEqual([
    'warning missing-reference shop/static/css/bad.css:1:21',
  ]);
});

test('code of an app that is not installed is not read', async () => {
  const code = 'class F:\n    class Media:\n        js = ["sub/no.js"]\n';
  const cwd = shop({
    'shop/sub/__init__.py': '',
    'shop/sub/apps.py': '',
    'shop/sub/forms.py': code,
    'shop/sub/static/sub/yes.js': '',
  });
  expect(await findingsOf(cwd)).toEqual([]);
  const set = 'INSTALLED_APPS=["django.contrib.staticfiles", "shop", "shop.sub"]';
  expect(await findingsOf(cwd, '--set', set)).toEqual(['error missing-static shop/sub/forms.py:3:15']);
});

test('what is installed is left alone unless it is asked for', async () => {
  const cwd = shop({
    'venv/lib/site-packages/pkg/__init__.py': '',
    'venv/lib/site-packages/pkg/templates/pkg.html': "{% load static %}{% static 'no.css' %}",
  });
  const set = ['--set', 'INSTALLED_APPS=["django.contrib.staticfiles", "pkg"]'];
  const args = [...set, '--pythonpath', 'venv/lib/site-packages'];
  expect(await findingsOf(cwd, ...args)).toEqual([]);
  expect(await findingsOf(cwd, ...args, '--include-packages')).toEqual([
    'error missing-static venv/lib/site-packages/pkg/templates/pkg.html:1:28',
  ]);
});
