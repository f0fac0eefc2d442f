import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findingsOf, runCheck, shop } from './project.ts';

const LOAD = '{% load static %}';
const MISSING = `${LOAD}{% static 'css/no.css' %}`;

test('a tag that does not end on its line is text', async () => {
  const cwd = shop({
    'shop/templates/page.html': [
      `${LOAD}<link href="{% static`,
      "  'css/site.css' %}\">{% static 'css/site.css' %}",
      "{% verbatim %}{% static\n{% endverbatim %}{% comment %}{% static 'a'",
      '{% endcomment %}{# {% static #}',
    ].join('\n'),
  });
  expect(await findingsOf(cwd)).toEqual(['warning static-tag-stray shop/templates/page.html:1:30']);
  expect((await runCheck(cwd)).stdout).toContain('{% static is no tag here, so that Django shows it as text');
});

test('a comment or verbatim without an end hides the rest; any other tag without one is a note', async () => {
  const cwd = shop({
    'shop/templates/comment.html': `${LOAD}{% comment %}{% static 'no.css' %}`,
    'shop/templates/if.html': `{% if x %}{% block a %}${LOAD}{% static 'css/no.css' %}{% endblock %}`,
    'shop/templates/verbatim.html': `${LOAD}{% verbatim a %}{% static 'no.css' %}{% endverbatim %}`,
  });
  expect(await findingsOf(cwd)).toEqual([
    'error tag-unclosed shop/templates/comment.html:1:18',
    'note tag-unclosed shop/templates/if.html:1:1',
    'warning missing-static shop/templates/if.html:1:51',
    'error tag-unclosed shop/templates/verbatim.html:1:18',
  ]);
});

test('{% static %} can not stand in a translation', async () => {
  const text = "{% static 'css/site.css' %}";
  const cwd = shop({
    'shop/templates/page.html': `{% load static i18n %}{% blocktranslate %}${text}{% endblocktranslate %}${text}`,
  });
  expect(await findingsOf(cwd)).toEqual(['error static-in-translation shop/templates/page.html:1:43']);
});

test('a part that may not be rendered is a warning: {% empty %}, a partial of Django 6', async () => {
  const { length } = LOAD;
  const cwd = shop({
    'shop/templates/loop.html': `${LOAD}{% for a in b %}{% static 'css/1.css' %}{% empty %}{% static 'css/2.css' %}{% endfor %}`,
    'shop/templates/part.html': `${LOAD}{% partialdef a %}{% static 'css/1.css' %}{% endpartialdef %}{% partialdef b inline %}{% static 'css/2.css' %}{% endpartialdef %}`,
  });
  expect(await findingsOf(cwd)).toEqual([
    `error missing-static shop/templates/loop.html:1:${length + 27}`,
    `warning missing-static shop/templates/loop.html:1:${length + 62}`,
    `warning missing-static shop/templates/part.html:1:${length + 29}`,
    `error missing-static shop/templates/part.html:1:${length + 97}`,
  ]);
});

test('texts that nest or never end are read in time that grows with their length', async () => {
  const pieces = [
    '<!--',
    '<style>',
    '<style>url(',
    '<script>',
    '<a "',
    `<a x="'`,
    '<a x',
    'url( ',
    '{% static ',
    '{{',
    '{#',
  ];
  const tags = ["{% static 'css/site.css' %}", '{% static a.css %}', '{% comment %}', '{% static "a\\"'];
  const files = Object.fromEntries(
    [...pieces, ...tags].flatMap((piece, index) => {
      const text = `${MISSING}<a href="/static/css/site.css">${piece.repeat(300_000 / piece.length)}`;
      return [
        [`shop/templates/${index}.html`, text],
        [`shop/jinja2/${index}.html`, text],
      ];
    }),
  );
  const jinja = 'TEMPLATES += [{"BACKEND": "django.template.backends.jinja2.Jinja2", "APP_DIRS": True}]';
  const findings = await findingsOf(shop(files, 'manifest', jinja));
  const missing = findings.filter((finding) => finding.startsWith('error missing-static'));
  expect(missing).toHaveLength(pieces.length + tags.length);
});

test('a template in UTF-16 is not called binary', async () => {
  const cwd = shop({ 'shop/templates/page.html': '' });
  writeFileSync(join(cwd, 'shop/templates/page.html'), Buffer.from(`\ufeff${MISSING}`, 'utf16le'));
  expect((await runCheck(cwd, '-v', '2')).stdout).toContain('it is no text in utf-8');
});

test('a path that leads out of STATIC_URL is wrong whatever files there will be', async () => {
  const cwd = shop(
    { 'shop/templates/page.html': `${LOAD}{% static '../no.css' %}` },
    'manifest',
    'STATICFILES_DIRS = ["nowhere"]',
  );
  expect(await findingsOf(cwd)).toEqual(['error static-outside shop/templates/page.html:1:28']);
});
