import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { django, ours } from '../contenders/contender.ts';
import { type Oracle, startOracle } from '../contenders/oracle.ts';
import { readTree } from '../contenders/tree.ts';
import { writeProject } from '../project/written.ts';

// A storage whose `patterns` are the project's own, read with and without Python.

const { lts } = inject('environments');

let oracle: Oracle;
beforeAll(() => {
  oracle = startOracle(lts.python);
});
afterAll(() => oracle?.stop());

const SETTINGS = [
  'INSTALLED_APPS = ["django.contrib.staticfiles"]',
  'STATIC_URL = "/static/"',
  'STATIC_ROOT = BASE_DIR / "staticfiles"',
  'STATICFILES_DIRS = [BASE_DIR / "assets", ("pre", BASE_DIR / "more")]',
  'STORAGES = {"staticfiles": {"BACKEND": "mysite.storage.S"}}',
];

const FILES = {
  'assets/a.svg':
    '<svg><use HREF="b.svg#x"/><image href="img/ä.png?v=1"/><a href="/static/b.svg?#i"/><a href="https://h/x"/><a href="/x"/><a href="#y"/></svg>\n',
  'assets/b.svg': '<svg id="b"/>',
  'assets/img/ä.png': Buffer.from([1, 2, 3]),
  'assets/page.html':
    '\ufeff<link href="site.css">\r\n<img src="img/%C3%A4.png"><img src="img/"><script src="a.js"></script>\n',
  'assets/site.css':
    '@import "sub/x.css";\n.a { background: url( img/%C3%A4.png ) }\n/*# sourceMappingURL=site.css.map */\n',
  'assets/site.css.map': '{}',
  'assets/sub/x.css': '.x { background: URL(../b.svg) }\n.y { cursor: image-set("../b.svg" 1x) }\n',
  'assets/a.js':
    'import { b } from "./b.js";\nimport "./b.js";\nnew Worker("b.js");\n//# sourceMappingURL=a.js.map\n',
  'assets/a.js.map': '{}',
  'assets/b.js': 'export const b = 1;\n',
  'more/vendor/v.css': '.v { background: url(w.png) } /* see w.png */\n',
  'more/vendor/w.png': 'w',
};

const HREF = `r'(?P<matched>href="(?P<url>[^"]+)")'`;

const CLASSES: Readonly<Record<string, string>> = {
  'no patterns': 'patterns = ()',
  'one more glob': `patterns = HashedFilesMixin.patterns + (("*.svg", (${HREF},)),)`,
  'a template of its own': `patterns = (*HashedFilesMixin.patterns, ("*.svg", ((${HREF}, 'href="%(url)s"'),)))`,
  'pages, by lists': String.raw`patterns = list(HashedFilesMixin.patterns) + [["*.html", [
        [r'(?P<matched>(?P<name>href|src)=(?P<quote>["\'])(?P<url>.*?)(?P=quote))', '%(name)s=%(quote)s%(url)s%(quote)s'],
    ]]]`,
  'only those of style sheets':
    'patterns = tuple(p for p in ManifestStaticFilesStorage.patterns if p[0] == "*.css")',
  'imports by hand':
    'patterns = HashedFilesMixin.patterns + (HashedFilesMixin._js_module_import_aggregation_patterns,)',
  'imports, and one more rule for scripts': String.raw`support_js_module_import_aggregation = True
    patterns = HashedFilesMixin.patterns + (("*.js", ((r'(?P<matched>new Worker\("(?P<url>.*?)"\))', 'new Worker("%(url)s")'),)),)`,
  'more rules for style sheets, by folder': String.raw`patterns = HashedFilesMixin.patterns + (
        ("*.css", ((r'(?P<matched>image-set\("(?P<url>[^"]*)")', 'image-set("%(url)s"'),)),
        ("vendor/*.css", ((r'(?m)(?P<matched>(?<=see )(?P<url>\w+\.png))', '%(url)s'),)),
        ("pre/*.css", ((r'(?P<matched>\.v)(?P<url>)', 'never'),)),
    )`,
  'an expression that matches nothing and lacks a group':
    'patterns = HashedFilesMixin.patterns + (("*.svg", (r"(?P<url>nowhere)",)),)',
};

function project(body: string) {
  const storage = `from django.contrib.staticfiles.storage import HashedFilesMixin, ManifestStaticFilesStorage\n\n\nclass S(ManifestStaticFilesStorage):\n    ${body}\n`;
  const written = writeProject(SETTINGS, { ...FILES, 'mysite/storage.py': storage });
  onTestFinished(() => rmSync(written.home, { recursive: true }));
  return { ...written, storage };
}

/** The tree, and the manifest: Django 5.2 writes its paths in an order that changes from run to run. */
function collected(staticRoot: string) {
  const tree = new Map(readTree(staticRoot));
  tree.delete('staticfiles.json');
  return {
    tree,
    manifest: JSON.parse(readFileSync(join(staticRoot, 'staticfiles.json'), 'utf8')) as unknown,
  };
}

const COMMAND = ['collectstatic', '--no-input'];

test.each(Object.entries(CLASSES))('%s', async (_, body) => {
  const { staticRoot, ...site } = project(body);
  const theirs = await django(oracle).run({ ...site, argv: COMMAND });
  expect(theirs).toMatchObject({ code: 0, stderr: '' });
  const expected = collected(staticRoot);
  for (const more of [[], ['--python', lts.python]]) {
    rmSync(staticRoot, { recursive: true });
    const run = await ours(lts.folder).run({ ...site, argv: [...COMMAND, ...more] });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(collected(staticRoot)).toEqual(expected);
  }
});

test('a run under other patterns than the last', async () => {
  const { staticRoot, folder, ...site } = project(CLASSES['a template of its own'] as string);
  const argv = [...COMMAND, '--clear'];
  const run = () => ours(lts.folder).run({ ...site, folder, argv: COMMAND });
  await run();
  const usual = site.storage.replace(/ {4}patterns.*/, '    pass');
  for (const storage of [usual, site.storage]) {
    writeFileSync(join(folder, 'mysite/storage.py'), storage);
    expect(await run()).toMatchObject({ code: 0 });
    const mine = collected(staticRoot).manifest;
    await django(oracle).run({ ...site, folder, argv });
    expect(mine).toEqual(collected(staticRoot).manifest);
  }
});

test('an expression without the group `matched` fails where it matches, as in Django', async () => {
  const { staticRoot: _, ...site } = project(`patterns = (("*.svg", (r'href="(?P<url>[^"]+)"',)),)`);
  const theirs = await django(oracle).run({ ...site, argv: COMMAND });
  expect(theirs.code).not.toBe(0);
  const run = await ours(lts.folder).run({ ...site, argv: COMMAND });
  expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining("it has no group 'matched'") });
});
