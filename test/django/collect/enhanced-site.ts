import { createRandom, type Random } from '../project/random.ts';

/** Options of the storage that a site is written for. */
export interface SiteOptions {
  readonly useLexer: boolean;
  readonly modules: boolean;
  /** Whether files may refer to each other in a circle. */
  readonly circles: boolean;
}

const FOLDERS = ['', 'css/', 'js/', 'vendor/lib/', 'vendor/lib/deep/', 'css/é/'];
const IMAGES = ['img/a.png', 'img/b c.svg', 'vendor/lib/font.eot', 'css/é/ü.woff2', 'top.gif'];
const LEAVES = ['css/leaf.css', 'js/leaf.js', 'vendor/lib/leaf.js', 'js/data.json'];

/** References of every kind, by a seed: files by their path below a folder of static files. */
export function writeSite(seed: number, options: SiteOptions): Readonly<Record<string, string | Buffer>> {
  const random = createRandom(seed);
  const files: Record<string, string | Buffer> = {
    'css/leaf.css': '.leaf { color: red }\n',
    'js/leaf.js': 'export const leaf = 1;\n',
    'vendor/lib/leaf.js': 'var a = b / c / d;\n',
    'js/data.json': '{}',
    'css/site.css.map': '{"version":3}',
    'js/site.js.map': '{"version":3,"a":1}',
  };
  for (const image of IMAGES) files[image] = random.bytes(20 + random.int(20));
  const sheets = Array.from({ length: 8 }, (_, index) => `${random.pick(FOLDERS)}s${index}.css`);
  const scripts = Array.from({ length: 8 }, (_, index) => `${random.pick(FOLDERS)}m${index}.js`);
  for (const [list, write] of [
    [sheets, styleSheet],
    [scripts, script],
  ] as const) {
    list.forEach((path, index) => {
      const others = options.circles && random.chance(0.5) ? list : list.slice(index + 1);
      files[path] = write(random, path, others, options);
    });
  }
  return files;
}

/** The URL of a file as another one writes it. */
function urlTo(random: Random, path: string, from: string): string {
  if (random.chance(0.2)) return `/static/${encodeURI(path)}`;
  const up = '../'.repeat(from.split('/').length - 1);
  const dot = random.chance(0.3) ? './' : '';
  return dot + encodeURI(up + path);
}

function scriptUrl(random: Random, path: string, from: string): string {
  if (random.chance(0.2)) return `/static/${path}`;
  return `./${'../'.repeat(from.split('/').length - 1)}${path}`;
}

const TAILS = ['', '', '', '?v=1', '#part', '?#iefix', '?v=1#part', '?', '#', '?v=1?#iefix'];

function styleSheet(random: Random, from: string, others: readonly string[], options: SiteOptions): string {
  // A blank in a name needs quotes.
  const plain = (): string =>
    urlTo(random, random.pick(IMAGES.filter((path) => !path.includes(' '))), from) + random.pick(TAILS);
  const any = (): string => urlTo(random, random.pick(IMAGES), from) + random.pick(TAILS);
  // Their graph knows no other names of a style sheet than plain ones.
  const sheet = (): string => {
    const path = random.pick(others.length === 0 ? ['css/leaf.css'] : others);
    return '../'.repeat(from.split('/').length - 1) + path;
  };
  const lines: (() => string)[] = [
    () => `.a { background: url(${plain()}) }`,
    () => `.b { background: url("${any()}") no-repeat, url('${any()}'); }`,
    () => `.c::before { content: "url(missing.png)"; background: URL(${plain()}) }`,
    () => '/* url(missing.png) @import "missing.css"; */',
    () => `@font-face { src: url("${any()}") format("eot"), url(${plain()}); }`,
    () =>
      `@media print { .d:not(.e) > a[href="x"] { background: linear-gradient(red, blue), url('${any()}') } }`,
    () => `@import "${sheet()}";`,
    () => `@import '${sheet()}' screen;`,
    () => `@import url(${sheet()});`,
    () => `@IMPORT   url("${sheet()}") layer(x);`,
    () =>
      '.f { background: url(data:image/png;base64,AAAA), url(//host/x.png), url(#clip), url(https://x/y.png) }',
    () => '.g { background: url(/media/x.png) } /* é „“ */ .é { content: "ü" }',
    () => `:root { --var: url(${plain()}); } .h { color: #fff; width: calc(1px + 2em) }`,
    () => `.i { content: "\\"" ; background: url( ${plain()} ) }`,
    () => `.j{background:url(${plain()})}.k{background:url(${plain()})}`,
    () => `/*# sourceMappingURL=${random.pick(['/static/css/site.css.map', 'missing.css.map'])} */`,
    () => `/*# sourceMappingURL=/static/css/site.css.map\t*/`,
    () => `.l { content: 'it\\'s' } .m { background: url(img/) }`,
    ...(options.useLexer
      ? [
          () => `.n { background: url( "${any()}" ) }`,
          () => `@import /* why */ "${sheet()}";`,
          () => '.o { content: "\\\n multi" } .p { color: red; }',
          () => `.q { background: url(/* c */${plain()}) }`,
        ]
      : [() => `/*# sourceMappingURL=/static/css/site.css.map */  `]),
  ];
  return compose(random, lines);
}

function script(random: Random, from: string, others: readonly string[], options: SiteOptions): string {
  const other = (): string =>
    scriptUrl(random, random.pick(others.length === 0 ? ['js/leaf.js'] : others), from);
  const leaf = (): string => scriptUrl(random, random.pick(LEAVES), from);
  const lines: (() => string)[] = [
    () => `import a from "${other()}";`,
    () => `import {a, b as c} from '${other()}';`,
    () => `import {\n  a,\n  b,\n} from "${other()}";`,
    () => `import * as n from "${other()}";`,
    () => `import*as n from"${other()}";`,
    () => `import "${other()}";`,
    () => `import'${other()}';import"${other()}";`,
    () => `export * from "${other()}";`,
    () => `export {a as default} from '${other()}';`,
    () => `const m = await import("${other()}");`,
    () => `if (x) { y = import('${leaf()}'); }`,
    () => `import("${leaf()}", { with: { type: "json" } });`,
    () => `import sheet from "${scriptUrl(random, 'css/leaf.css', from)}" with { type: "css" };`,
    () => '// import a from "./missing.js";',
    () => '/* import "./missing.js"; */ var q = 1;',
    () => 'var s = "import x from \'./missing.js\'";',
    () => 'var t = `\nimport y from "./missing.js";\n`;',
    () => 'import React from "react";',
    () => 'obj.import("./missing.js");',
    () => 'var o = { import: "./missing.js" };',
    () => 'import(variable);',
    () => 'var r = /[/"]\'/.test(x) / 2;',
    () => 'import data from "./missing";',
    () => 'function important() { return exports.from; }',
    () => 'é = "ü"; // „“',
    () => `//# sourceMappingURL=${random.pick(['/static/js/site.js.map', 'missing.js.map'])}`,
    () => `  import z from "${other()}";`,
    () => `${'x = 1; '.repeat(80)}y = "a//b"; import w from "${other()}";`,
    ...(options.useLexer
      ? [
          () => `const u = import(\`${scriptUrl(random, 'js/leaf.js', from)}?t=\${Date.now()}\`);`,
          () => `import /* c */ "${other()}";`,
          () => `import v, { from as f } from "${other()}";`,
          () => `let w = import(\`./\${name}.js\`);`,
        ]
      : []),
  ];
  return compose(random, lines);
}

function compose(random: Random, lines: readonly (() => string)[]): string {
  const end = random.chance(0.15) ? '\r\n' : '\n';
  const chosen = Array.from({ length: 4 + random.int(10) }, () => random.pick(lines)());
  return (random.chance(0.1) ? '\ufeff' : '') + chosen.join(end) + (random.chance(0.8) ? end : '');
}
