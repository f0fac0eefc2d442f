import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMAND, STORAGES } from './contenders.mjs';
import { median, processorTime, run } from './measure.mjs';
import { makeProject, SHAPES } from './tree.mjs';

/** The size of a large site's code. */
const WHOLE = { templates: 2000, modules: 5000 };
const QUICK = { templates: 100, modules: 250 };

/** What `check` takes over a plan of the same files (`list`): processor time, since it reads what a machine has in memory. */
export async function checking(bench) {
  const shape = bench.quick ? 'quick' : 'checked';
  const project = makeProject(bench.path('project'), SHAPES[shape]);
  const count = bench.quick ? QUICK : WHOLE;
  writeCode(project, SHAPES[shape].apps, count);
  const command = (name) => ({
    ...COMMAND,
    args: [...COMMAND.args, name, '--settings', 'site_of_the_bench.checked', '--skip-missing-apps'],
    cwd: project.folder,
    // Some files are missing.
    code: name === 'check' ? 1 : 0,
    env: { DESTINATION: bench.path('none'), STORAGE: STORAGES.manifest },
  });
  const times = { list: [], check: [] };
  // The first round only warms up.
  for (let round = 0; round <= bench.rounds; round++) {
    for (const name of round % 2 === 0 ? ['list', 'check'] : ['check', 'list']) {
      const before = processorTime();
      await run(command(name));
      if (round > 0) times[name].push(processorTime() - before);
    }
  }
  const [plan, check] = [median(times.list), median(times.check)];
  const { peakMb } = await run(command('check'), { watchMemory: true });
  const label = `check, ${count.templates} templates and ${count.modules} Python files`;
  return [
    {
      what: `${label}, processor time over a plan`,
      value: check - plan,
      unit: 'ms',
      atMost: 900,
      detail: `${check} ms and ${plan} ms`,
    },
    { what: `${label}, memory`, value: peakMb, unit: 'MB', atMost: 200 },
  ];
}

/** Writes templates and Python modules into the apps of a project, and settings that find them. */
function writeCode({ folder }, apps, { templates, modules }) {
  writeFileSync(
    join(folder, 'site_of_the_bench/checked.py'),
    'from site_of_the_bench.settings import *\nTEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]\n',
  );
  for (let app = 0; app < apps; app++) {
    const name = `app${String(app).padStart(2, '0')}`;
    const pages = join(folder, name, 'templates', name);
    const code = join(folder, name, 'views');
    for (const made of [pages, code, join(folder, name, 'static', name)])
      mkdirSync(made, { recursive: true });
    writeFileSync(join(folder, name, 'static', name, 'site.css'), 'a { }\n');
    writeFileSync(join(pages, 'base.html'), baseTemplate(name));
    for (let index = app + apps; index < templates; index += apps)
      writeFileSync(join(pages, `page${index}.html`), template(name, index));
    for (let index = app; index < modules; index += apps)
      writeFileSync(join(code, `view${index}.py`), python(name, index));
  }
}

function baseTemplate(app) {
  return `{% load static i18n %}<!doctype html>
<html><head><title>{% block title %}{% trans "Shop" %}{% endblock %}</title>
<link rel="stylesheet" href="{% static '${app}/site.css' %}">{% block styles %}{% endblock %}</head>
<body class="{% block class %}{% endblock %}">{% block content %}{% endblock %}{% block scripts %}{% endblock %}</body></html>
`;
}

/** A page of some 4 kB. Each names a file, as in the sites that were counted; every tenth names one that is not there. */
function template(app, index) {
  const file = index % 10 === 0 ? `gone-${index}.css` : 'site.css';
  const rows = Array.from(
    { length: 12 },
    (_, row) => `  {% for item in page.items %}{# row ${row} #}
    <div class="row {% if forloop.first %}first{% endif %}" id="row-{{ item.pk }}">
      <a href="{% url 'detail' pk=item.pk %}" title="{{ item.title|truncatechars:40 }}">{% trans "Details" %}</a>
      {% if item.image %}<img src="{{ item.image.url }}" alt="{{ item.title }}">{% endif %}
    </div>
  {% endfor %}`,
  );
  return `{% extends "${app}/base.html" %}{% load i18n static %}
{% block styles %}<link rel="stylesheet" href="{% static '${app}/${file}' %}">{% endblock %}
{% block content %}
${rows.join('\n')}
{% endblock %}
`;
}

/** A module of some 6 kB. Of a hundred, one or two name static files, as in the packages that were counted. */
function python(app, index) {
  const functions = Array.from(
    { length: 24 },
    (_, at) => `
def view_${at}(request, pk=None):
    """Show the objects of a page, or the static text that stands for them."""
    objects = Model.objects.filter(parent_id=pk, kind=${at}).select_related("owner")
    if not objects.exists():
        raise Http404(_("Nothing is there"))
    return render(request, "${app}/page${at}.html", {"objects": objects, "title": f"Page {pk}"})
`,
  );
  const media =
    index % 67 === 0
      ? `

class Form(forms.Form):
    class Media:
        css = {"all": ["${app}/site.css"]}
        js = ["${app}/gone.js"]
`
      : '';
  return `from django import forms
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from .models import Model
${functions.join('\n')}${media}`;
}
