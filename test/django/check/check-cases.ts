/** A template to render, with the files it needs beside it. */
export interface CheckCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** The folder of `shop` that holds it, which decides on its language. */
  readonly folder: 'templates' | 'jinja2';
  /** True if a check can't know: then it may only not call it an error where Django finds nothing wrong. */
  readonly isOpen?: boolean;
}

/** Static files of the project that the cases refer to. */
export const STATIC_FILES: readonly string[] = [
  'css/a.css',
  'css/h#sh.css',
  'css/p q.css',
  'css/é.css',
  'css/deep/b.css',
  'img/logo.png',
  'root.js',
];

const PATHS: readonly string[] = [
  'css/a.css',
  'root.js',
  'css/é.css',
  'css/p q.css',
  '/css/a.css',
  './css/a.css',
  'css/../css/a.css',
  'css//a.css',
  '//css/a.css',
  '../css/a.css',
  'css/A.css',
  'css/a.css?v=1',
  'css/a.css#x',
  'css/a.css?#iefix',
  'css/a.css?v=1#x',
  'css/h#sh.css',
  ' css/a.css ',
  'css/p%20q.css',
  'css/',
  'css/deep/',
  'css',
  'css/deep',
  '',
  ' ',
  'http://h/css/a.css',
  'nope.css',
  'css/nope.css',
  'img/logo.jpg',
  'css/none/',
  'css/a.css/',
];

const LOAD = '{% load static %}';

/** Ways to put a path into a page. */
const WRAPPINGS: Readonly<Record<string, (path: string) => Readonly<Record<string, string>>>> = {
  plain: (path) => one(`${LOAD}<a href="{% static '${path}' %}">`),
  tight: (path) => one(`${LOAD}<a href="{%static "${path}"%}">`),
  named: (path) => one(`${LOAD}{% static "${path}" as u %}<a href="{{ u }}">`),
  words: (path) =>
    one(
      `${LOAD}<a href='x'>{% static "${path}" more words %}`
        .replace("<a href='x'>", '<a href="')
        .concat('">'),
    ),
  filtered: (path) => one(`${LOAD}<a href="{% static '${path}'|default:'css/a.css' %}">`),
  commented: (path) => one(`${LOAD}{% comment %}<a href="{% static '${path}' %}">{% endcomment %}`),
  hashed: (path) => one(`${LOAD}{# <a href="{% static '${path}' %}"> #}`),
  html: (path) => one(`${LOAD}<!-- <a href="{% static '${path}' %}"> -->`),
  never: (path) => one(`${LOAD}{% if 0 %}<a href="{% static '${path}' %}">{% endif %}`),
  orphan: (path) => child(`{% block lost %}<a href="{% static '${path}' %}">{% endblock %}`),
  outside: (path) => child(`<a href="{% static '${path}' %}">{% block body %}{% endblock %}`),
  block: (path) =>
    child(`{% block body %}{% block inner %}<a href="{% static '${path}' %}">{% endblock %}{% endblock %}`),
};

function one(page: string): Readonly<Record<string, string>> {
  return { 'page.html': page };
}

function child(body: string): Readonly<Record<string, string>> {
  const base = '<html>{% block body %}{% endblock %}</html>';
  return { 'page.html': `{% extends "./base.html" %}${LOAD}${body}`, 'base.html': base };
}

/** Cases that are not a path in a wrapping. */
const SINGLE: Readonly<Record<string, string>> = {
  verbatim: `${LOAD}{% verbatim %}{% static 'nope.css' %}{% endverbatim %}`,
  'verbatim by name': `${LOAD}{% verbatim x %}{% endverbatim %}{% static 'nope.css' %}{% endverbatim x %}`,
  'verbatim, then a tag': `${LOAD}{% verbatim %}{% endverbatim %}<a href="{% static 'nope.css' %}">`,
  'comment to the first end': `${LOAD}{% comment %}{% comment %}{% endcomment %}<a href="{% static 'nope.css' %}">`,
  'comment with a note': `${LOAD}{% comment "why" %}{% static 'nope.css' %}{% endcomment %}`,
  'comment over lines': `${LOAD}{# a\n<a href="{% static 'nope.css' %}"> #}`,
  'tag over lines': `${LOAD}{% static\n'nope.css' %}`,
  'no load': `<a href="{% static 'css/a.css' %}">`,
  'load behind': `<a href="{% static 'css/a.css' %}">${LOAD}`,
  'load in a comment': `{% comment %}${LOAD}{% endcomment %}<a href="{% static 'css/a.css' %}">`,
  'load in an if': `{% if 0 %}${LOAD}{% endif %}<a href="{% static 'css/a.css' %}">`,
  'load among others': `{% load i18n static tz %}<a href="{% static 'css/a.css' %}">`,
  'load from': `{% load static from static %}<a href="{% static 'css/a.css' %}">`,
  'load another from': `{% load get_static_prefix from static %}<a href="{% static 'css/a.css' %}">`,
  'load i18n only': `{% load i18n %}<a href="{% static 'css/a.css' %}">`,
  'load staticfiles': `{% load staticfiles %}<a href="{% static 'css/a.css' %}">`,
  'load admin_static': `{% load admin_static %}<a href="{% static 'css/a.css' %}">`,
  'no argument': `${LOAD}{% static %}`,
  'as without a name': `${LOAD}{% static as u %}`,
  'as misplaced': `${LOAD}{% static 'css/a.css' more as u %}<a href="{{ u }}nope">`,
  'unquoted with a slash': `${LOAD}<a href="{% static css/a.css %}">`,
  'unquoted with a dash': `${LOAD}<a href="{% static a-b.css %}">`,
  underscore: `${LOAD}<a href="{% static _a.css %}">`,
  'glued quotes': `${LOAD}<a href="{% static 'css/a.css'x %}">`,
  added: `${LOAD}<a href="{% static 'css/'|add:'a.css' %}">`,
  'added, missing': `${LOAD}<a href="{% static 'css/'|add:'nope.css' %}">`,
  lowered: `${LOAD}<a href="{% static 'CSS/A.CSS'|lower %}">`,
  raised: `${LOAD}<a href="{% static 'css/a.css'|upper %}">`,
  cut: `${LOAD}<a href="{% static 'css/xa.css'|cut:'x' %}">`,
  'escaped quote': `${LOAD}<a href="{% static 'css/\\'a.css' %}">`,
  'joined to a folder': `${LOAD}<a href="{% static 'css/' %}a.css">`,
  'joined to a name': `${LOAD}<a href="{% static 'css/a' %}.css">`,
  'joined to a query': `${LOAD}<a href="{% static 'css/a.css' %}?v=1">`,
  prefix: `${LOAD}<a href="{% get_static_prefix %}css/a.css">`,
  'prefix, missing': `${LOAD}<a href="{% get_static_prefix %}css/nope.css">`,
  'prefix without load': `<a href="{% get_static_prefix %}css/a.css">`,
  'variable of the context': `<a href="{{ STATIC_URL }}css/a.css">`,
  'variable of the context, missing': `<a href="{{ STATIC_URL }}css/nope.css?v=1">`,
  'written out': '<a href="/static/css/a.css">',
  'close inside a string': `${LOAD}<a href="{% static 'css/%}a.css' %}">`,
  'default of a literal': `${LOAD}<a href="{% static ''|default:'css/a.css' %}">`,
  'two filters': `${LOAD}<a href="{% static 'CSS/'|lower|add:'nope.css' %}">`,
  'query added': `${LOAD}<a href="{% static 'css/a.css'|add:'?v=1' %}">`,
  'verbatim to its own end': `${LOAD}{% verbatim a %}{% endverbatim b %}{% static 'nope.css' %}{% endverbatim a %}`,
  'verbatim in a comment': `${LOAD}{% comment %}{% verbatim %}{% endcomment %}{% endverbatim %}{% endcomment %}<a href="{% static 'nope.css' %}">`,
  'comment of a line in a comment': `${LOAD}{% comment %}{# {% endcomment %} #}<a href="{% static 'nope.css' %}">{% endcomment %}`,
  'html comment around a block': `${LOAD}<!--{% block x %}<a href="{% static 'css/nope.css' %}">{% endblock %}-->`,
  'html comment that has ended': `${LOAD}<!-- a --><a href="{% static 'css/nope.css' %}"><!-- b -->`,
  'html comment in a script': `${LOAD}<script><!--\n</script><a href="{% static 'css/nope.css' %}"><!-- -->`,
  'in a with': `${LOAD}{% with a=1 %}<a href="{% static 'css/nope.css' %}">{% endwith %}`,
  'in a loop': `${LOAD}{% for c in 'ab' %}<a href="{% static 'css/nope.css' %}">{% endfor %}`,
  'in a blocktranslate': `${LOAD}{% load i18n %}{% blocktranslate %}<a href="{% static 'css/a.css' %}">{% endblocktranslate %}`,
  'in a blocktrans': `${LOAD}{% load i18n %}{% blocktrans %}<a href="{% static 'css/nope.css' %}">{% endblocktrans %}`,
  'before a blocktranslate': `${LOAD}{% load i18n %}{% static 'css/a.css' as u %}{% blocktranslate %}<a href="{{ u }}">{% endblocktranslate %}`,
  'prefix in a variable': `${LOAD}{% get_static_prefix as p %}<a href="{{ p }}css/a.css">`,
  'variable of the context, tight': `<a href="{{STATIC_URL}}css/nope.css">`,
  'named in a with': `${LOAD}{% with a=1 %}{% static 'css/nope.css' as u %}<a href="{{ u }}">{% endwith %}`,
  'named, then another': `${LOAD}{% static 'css/a.css' as u %}<a href="{{ u }}">{% static 'css/nope.css' as v %}<a href="{{ v }}">`,
  'unclosed comment': `${LOAD}{% comment %}{% static 'nope.css' %}`,
  'unclosed verbatim': `${LOAD}{% verbatim a %}{% static 'nope.css' %}{% endverbatim %}`,
  capitals: `${LOAD}{% if 1 %}<a href="{% static 'css/a.css' %}">{% endif %}`,
};

/** Cases of which a check knows too little to call them an error. */
const OPEN: Readonly<Record<string, string>> = {
  variable: `${LOAD}<a href="{% static nothing %}">`,
  unquoted: `${LOAD}<a href="{% static a.css %}">`,
  number: `${LOAD}<a href="{% static 12 %}">`,
  translated: `${LOAD}<a href="{% static _('css/a.css') %}">`,
  'filter with a variable': `${LOAD}<a href="{% static 'css/'|add:x %}">`,
  'in an if that holds': `${LOAD}{% if 1 %}<a href="{% static 'nope.css' %}">{% endif %}`,
  'folder that no app has': `${LOAD}<a href="{% static 'nowhere/a.css' %}">`,
  'written out, missing': '<a href="/static/css/nope.css">',
  'with a literal': `${LOAD}{% with p='css/nope.css' %}<a href="{% static p %}">{% endwith %}`,
  'variable with a default': `${LOAD}<a href="{% static nothing|default:'css/nope.css' %}">`,
  'variable with a default that is there': `${LOAD}<a href="{% static nothing|default:'css/a.css' %}">`,
  'filter that cuts': `${LOAD}<a href="{% static 'css/a.css.nope'|slice:':9' %}">`,
  'filter for URLs': `${LOAD}<a href="{% static 'css/nope.css'|urlencode %}">`,
  'filter that is not there': `${LOAD}<a href="{% static 'css/nope.css'|nowhere %}">`,
  'filter with one argument too many': `${LOAD}<a href="{% static nothing|lower:'x' %}">`,
  'in an else': `${LOAD}{% if 1 %}{% else %}<a href="{% static 'css/nope.css' %}">{% endif %}`,
  'in an elif': `${LOAD}{% if 0 %}{% elif 1 %}<a href="{% static 'css/nope.css' %}">{% endif %}`,
  'for nothing': `${LOAD}{% for c in 'a' %}{% empty %}<a href="{% static 'css/nope.css' %}">{% endfor %}`,
  'changed by a filter': `${LOAD}<a href="{% filter upper %}{% static 'css/a.css' %}{% endfilter %}">`,
  'prefix in a variable, missing': `${LOAD}{% get_static_prefix as p %}<a href="{{ p }}css/nope.css">`,
  'library that is not there': `${LOAD}{% load nowhere %}<a href="{% static 'css/a.css' %}">`,
  'if that is never closed': `${LOAD}{% if 1 %}<a href="{% static 'css/a.css' %}">`,
};

/** Templates of more than one file. */
const PARTS: Readonly<Record<string, CheckCase['files']>> = {
  'include of a missing file': include('', "{% static 'css/nope.css' %}"),
  'include that loads nothing': { ...include('', 'x'), 'part.html': '<a href="{% static \'css/a.css\' %}">' },
  'block of a grandparent': {
    'page.html': `{% extends "./middle.html" %}${LOAD}{% block body %}<a href="{% static 'css/nope.css' %}">{% endblock %}`,
    'middle.html': '{% extends "./base.html" %}',
    'base.html': '{% block body %}{% endblock %}',
  },
};

/** As above, where a check can't know. */
const OPEN_PARTS: Readonly<Record<string, CheckCase['files']>> = {
  'include with a path': include(" with p='css/nope.css'", '{% static p %}'),
  'include with a path only': include(" with p='css/a.css' only", '{% static p %}'),
};

function include(words: string, url: string): CheckCase['files'] {
  return {
    'page.html': `{% include "./part.html"${words} %}`,
    'part.html': `${LOAD}<a href="${url}">`,
  };
}

/** Templates of Jinja2, and those of which a check can't know. */
const JINJA: Readonly<Record<string, string>> = {
  call: `<a href="{{ static('css/a.css') }}">`,
  'call, missing': `<a href="{{ static('css/nope.css') }}">`,
  'call over lines': `<a href="{{ static(\n  "css/nope.css"\n) }}">`,
  'leading slash': `<a href="{{ static('/css/a.css') }}">`,
  folder: `<a href="{{ static('css') }}">`,
  query: `<a href="{{ static('css/a.css?v=1') }}">`,
  'blank control': `<a href="{{- static('css/nope.css') -}}">`,
  set: `{% set u = static('css/nope.css') %}<a href="{{ u }}">`,
  'set, there': `{% set u = static('css/a.css') %}<a href="{{ u }}">`,
  comment: `{# <a href="{{ static('nope.css') }}">\n #}`,
  raw: `{% raw %}{{ static('nope.css') }}{% endraw %}`,
  'raw, then a call': `{%- raw -%}{{ {%- endraw -%}<a href="{{ static('css/nope.css') }}">`,
  'html comment': `<!-- <a href="{{ static('css/nope.css') }}"> -->`,
  'end in a string': `{% set x = "%}" ~ '}}' %}<a href="{{ static('css/nope.css') }}">`,
  'end in brackets': `{% set x = {'a': {'b': 1}} %}<a href="{{ {'u': {'v': static('css/nope.css')}}.u.v }}">`,
  loop: `{% for c in 'ab' %}<a href="{{ static('css/nope.css') }}">{% endfor %}`,
  never: `{% if false %}<a href="{{ static('css/nope.css') }}">{% endif %}`,
  'never, in a line': `<a href="{{ static('css/nope.css') if false else static('css/a.css') }}">`,
  attribute: `{% set x = namespace(static=1) %}<a href="{{ static('css/a.css')|safe }}">`,
};
const OPEN_JINJA: Readonly<Record<string, string>> = {
  joined: `{% set ext = '.nope' %}<a href="{{ static('css/a' ~ ext) }}">`,
  'joined by plus': `<a href="{{ static('css/' + 'nope.css') }}">`,
  variable: `{% set p = 'css/nope.css' %}<a href="{{ static(p) }}">`,
  filtered: `<a href="{{ static('css/nope.css'|upper) }}">`,
  formatted: `<a href="{{ static('css/%s.css' % 'nope') }}">`,
  'end without a start': `<a href="{{ static('css/nope.css' }}">`,
  'never closed': `<a href="{{ static('css/nope.css')`,
  'if that holds': `{% if true %}<a href="{{ static('css/nope.css') }}">{% endif %}`,
  'another function': `<a href="{{ url_for('static', filename='css/nope.css') }}">`,
};

/** Blocks of a child that no parent has are not rendered in Jinja2 either. */
const JINJA_PARTS: Readonly<Record<string, CheckCase['files']>> = Object.fromEntries(
  (['lost', 'body'] as const).map((block) => [
    `block ${block}`,
    {
      'page.html': `{% extends "jinja-block-${block}/base.html" %}{% block ${block} %}<a href="{{ static('css/nope.css') }}">{% endblock %}`,
      'base.html': '{% block body %}{% endblock %}',
    },
  ]),
);

/** Every path in every wrapping, and the single cases. Names are those of folders. */
export function checkCases(): readonly CheckCase[] {
  const table = PATHS.flatMap((path, index) =>
    Object.entries(WRAPPINGS).map(([name, wrap]): CheckCase => {
      return { name: `${name}-${index}`, folder: 'templates', files: wrap(path) };
    }),
  );
  return [
    ...table,
    ...casesOf('templates', pages(SINGLE), false),
    ...casesOf('templates', PARTS, false),
    ...casesOf('templates', pages(OPEN), true),
    ...casesOf('templates', OPEN_PARTS, true),
    ...casesOf('jinja2', { ...pages(JINJA), ...JINJA_PARTS }, false),
    ...casesOf('jinja2', pages(OPEN_JINJA), true),
  ];
}

function pages(texts: Readonly<Record<string, string>>): Readonly<Record<string, CheckCase['files']>> {
  return Object.fromEntries(Object.entries(texts).map(([name, page]) => [name, one(page)]));
}

function casesOf(
  folder: CheckCase['folder'],
  cases: Readonly<Record<string, CheckCase['files']>>,
  isOpen: boolean,
): readonly CheckCase[] {
  const prefix = folder === 'jinja2' ? 'jinja-' : '';
  return Object.entries(cases).map(([name, files]) => ({ name: prefix + slug(name), folder, files, isOpen }));
}

function slug(name: string): string {
  return name.replaceAll(/[^a-z0-9]+/gi, '-');
}
