/** A template to render, with the files it needs beside it. */
export interface CheckCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
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
  'unclosed comment': `${LOAD}{% comment %}{% static 'nope.css' %}`,
};

/** Every path in every wrapping, and the single cases. Names are those of folders. */
export function checkCases(): readonly CheckCase[] {
  const table = PATHS.flatMap((path, index) =>
    Object.entries(WRAPPINGS).map(([name, wrap]) => ({ name: `${name}-${index}`, files: wrap(path) })),
  );
  const single = Object.entries(SINGLE).map(([name, page]) => ({ name: slug(name), files: one(page) }));
  const open = Object.entries(OPEN).map(([name, page]) => ({
    name: slug(name),
    files: one(page),
    isOpen: true,
  }));
  return [...table, ...single, ...open];
}

function slug(name: string): string {
  return name.replaceAll(/[^a-z0-9]+/gi, '-');
}
