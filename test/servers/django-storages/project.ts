import { put } from '../../storages/folder.ts';

/** Files of every kind that Django treats in a way of its own. */
const FILES: Readonly<Record<string, string>> = {
  'css/site.css': "@import 'base.css'; body { background: url(../img/a.svg#part) url('../img/b c.svg') }",
  'css/base.css': 'p { color: red }',
  'css/empty.css': '',
  'img/a.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'img/b c.svg': '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>',
  'js/app.js': 'console.log("app");\n//# sourceMappingURL=app.js.map\n',
  'js/app.js.map': '{"version":3}',
  'fonts/text.woff2': 'not really a font',
  'docs/ünïcödé.txt': 'names of all languages',
  'docs/plus+at@comma,.txt': 'signs',
  'robots.txt': 'User-agent: *\n',
};

export const PATHS: readonly string[] = Object.keys(FILES);

const SETTINGS = `import os

SECRET_KEY = "of the tests"
INSTALLED_APPS = ["django.contrib.staticfiles"]
STATIC_URL = "/static/"
STATICFILES_DIRS = [os.path.join(os.path.dirname(__file__), "assets")]
USE_TZ = True
`;

/** Writes a project whose static files go where `storage` (lines of Python) says. */
export function makeProject(folder: string, storage: string): void {
  put(folder, 'settings.py', SETTINGS + storage);
  for (const [path, text] of Object.entries(FILES)) put(folder, `assets/${path}`, text);
}

/** Renders `{% static %}` for each path of `PATHS` (JSON), and prints the URLs as JSON. */
export const RESOLVE = `import json, os, django
django.setup()
from django.template import Context, Engine
engine = Engine(libraries={"static": "django.templatetags.static"}, autoescape=False)
template = engine.from_string("{% load static %}{% static path %}")
print(json.dumps({path: template.render(Context({"path": path}, autoescape=False)) for path in json.loads(os.environ["PATHS"])}))
`;
