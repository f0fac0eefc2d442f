import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCli } from '../../fake-process.ts';

/** The project whose static files all servers serve. */
export interface Site {
  readonly folder: string;
  readonly staticRoot: string;
  /** By plain path: the name it is served under. */
  readonly hashed: ReadonlyMap<string, string>;
  /** The bytes of a path of STATIC_ROOT. */
  readonly bytes: (path: string) => Buffer;
  readonly has: (path: string) => boolean;
  readonly collect: (...args: readonly string[]) => Promise<void>;
  readonly write: (path: string, text: string) => void;
  /** The text of `collectstatic server-config ...`. */
  readonly config: (...args: readonly string[]) => Promise<string>;
  readonly remove: () => void;
}

/** What nobody may ever be sent. */
export const SECRET = 'SECRET_KEY = "not to be seen"';

const long = (text: string): string => text.repeat(40);

/** Path and content; those that the storage rewrites refer to others. */
export const SOURCES: Readonly<Record<string, string>> = {
  'css/site.css': `@import "base.css"; body { background: url("../img/logo.svg") } ${long('a { color: red } ')}`,
  'css/base.css': long('html { margin: 0 } '),
  'js/app.js': `import './mod.mjs'; ${long('export const x = 1; ')}`.replaceAll('export const x', 'var x'),
  'js/mod.mjs': `export const name = "mod"; ${long('// module\n')}`,
  'js/old.cjs': `module.exports = {}; ${long('// common\n')}`,
  'js/app.js.map': `{"version":3,"sources":[],"mappings":"","x":"${long('map')}"}`,
  'js/chunk.deadbeefcafe.js': long('plain, though it looks hashed; '),
  'data/backup.202511281631.json': `{"x":"${long('a date ')}"}`,
  'data/x.json': `{"x":"${long('json ')}"}`,
  'data/archive.tar.gz': 'not really an archive, and nobody may unpack it',
  'data/rows.csv': long('a,b,c\n'),
  'site.webmanifest': `{"name":"${long('shop ')}"}`,
  'wasm/a.wasm': `\0asm${long('\x01\0\0\0')}`,
  'fonts/a.woff2': 'wOF2 font',
  'fonts/a.otf': long('OTTO '),
  'fonts/a.ttf': long('ttf  '),
  'img/logo.svg': `<svg xmlns="http://www.w3.org/2000/svg">${long('<g/>')}</svg>`,
  'img/p.png': 'PNG picture',
  'favicon.ico': 'icon',
  'docs/page.html': `<!doctype html><title>page</title>${long('<p>text')}`,
  'docs/page.de': long('no language '),
  'docs/run.php': '<?php echo "never run"; ?>',
  'notes.md': long('# notes\n'),
  'subs.vtt': `WEBVTT\n${long('line\n')}`,
  LICENSE: long('as you like '),
  'empty.css': '',
  'odd/a b.css': long('blank '),
  'odd/100%.css': long('percent '),
  'odd/%41.css': long('escape '),
  'odd/c#d.css': long('hash '),
  'odd/q?x.css': long('question '),
  'odd/a+b.css': long('plus '),
  'odd/é.css': long('accent '),
  'odd/日本.css': long('japan '),
  "odd/it's.css": long('quote '),
  'odd/a$b.css': long('dollar '),
  'odd/se;mi&amp.css': long('semicolon '),
  'odd/a{b}[1].css': long('braces '),
  'odd/star*.css': long('star '),
  'odd/UPPER.CSS': long('upper '),
};

/** Makes a project that everybody may read, and collects it. `more`: further settings. */
export async function makeSite(
  args: readonly string[] = [],
  more: Readonly<Record<string, unknown>> = {},
): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'collectstatic-web-'));
  chmodSync(folder, 0o755);
  const write = (path: string, text: string): void => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  for (const [path, text] of Object.entries(SOURCES)) write(`assets/${path}`, text);
  const config = {
    STATIC_URL: '/static/',
    STATIC_ROOT: 'static',
    STATICFILES_DIRS: ['assets'],
    STORAGES: { staticfiles: { BACKEND: 'whitenoise.storage.CompressedManifestStaticFilesStorage' } },
    ...more,
  };
  write('collectstatic.config.json', JSON.stringify(config));
  write('settings.py', SECRET);
  const run = async (...words: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runCli(words, { cwd: folder });
    if (code !== 0) throw new Error(`collectstatic ${words.join(' ')} ended with ${code}: ${stderr}`);
    return stdout;
  };
  const collect = async (...words: readonly string[]): Promise<void> => {
    await run('--no-input', ...words);
  };
  await collect(...args);
  const staticRoot = join(folder, 'static');
  // What a person left there by hand.
  write('static/.env', SECRET);
  write('static/.git/config', SECRET);
  const manifest = join(staticRoot, 'staticfiles.json');
  const { paths } = existsSync(manifest)
    ? (JSON.parse(readFileSync(manifest, 'utf8')) as { paths: Record<string, string> })
    : { paths: {} };
  return {
    folder,
    staticRoot,
    hashed: new Map(Object.entries(paths)),
    bytes: (path) => readFileSync(join(staticRoot, path)),
    has: (path) => existsSync(join(staticRoot, path)),
    collect,
    write,
    config: (...words) => run('server-config', '-v', '0', ...words),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** An application that says which path came to it. */
export async function startApplication(): Promise<{ readonly port: number; readonly stop: () => void }> {
  const server = createServer((asked, answer) => {
    answer.setHeader('Content-Type', 'text/plain');
    answer.end(`APPLICATION ${asked.url}`);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  return { port, stop: () => server.close() };
}
