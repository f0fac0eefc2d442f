import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { collected, serverConfig } from './project.ts';

const SERVERS = ['nginx', 'apache', 'caddy'] as const;

/** Names that would end a word, a line or a block, or stand for something else, if they were written down as they are. */
const HOSTILE = [
  'a b',
  'a"b',
  "a'b",
  'a;b',
  'a{b}',
  '{env.HOME}',
  `$${'{PATH}'}`,
  '$uri',
  'a$1b',
  '%{HTTP:Host}',
  'a%b',
  'a\\b',
  'a\\',
  '"; return 200 evil; #',
  '" }\n}\nevil {',
  'a\nevil on;',
  'a\r\nb',
  'a\tb',
  'a#b',
  '#a',
  '*',
  'a?b',
  'a[b]',
  '~a',
  '<Directory />',
  '`a`',
  'é日本',
  "it's (a) test, & more=1 + 2",
];

/** The text without comments, and without what stands in quotes: its words and their order. */
function skeleton(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*#/.test(line))
    .join('\n')
    .replace(/"(?:[^"\\]|\\.)*"/gs, 'Q');
}

/** Runs it for each server: it refuses, or writes what it writes for plain names, word for word. */
async function addsNothing(cwd: string, ...args: readonly string[]): Promise<void> {
  for (const server of SERVERS) {
    const whole = ['--full', '--app', 'http://127.0.0.1:1'];
    const { code, stdout, stderr } = await serverConfig(cwd, server, ...whole, ...args);
    if (code === 1) {
      expect(stdout).toBe('');
      expect(stderr).toContain('[server-name-unsayable]');
      continue;
    }
    expect(code).toBe(0);
    expect(skeleton(stdout)).toBe(skeleton((await serverConfig(cwd, server, ...whole)).stdout));
  }
}

test('a folder with an odd name adds nothing to a configuration', async () => {
  const cwd = await collected();
  for (const name of HOSTILE.map((each) => each.replaceAll('/', '_'))) {
    mkdirSync(join(cwd, name));
    symlinkSync(join(cwd, 'static'), join(cwd, name, 'static'));
    await addsNothing(cwd, '--static-root', `${name}/static`);
  }
});

test('an odd STATIC_URL adds nothing to a configuration', async () => {
  const cwd = await collected();
  for (const name of HOSTILE) await addsNothing(cwd, '--set', `STATIC_URL=/x${encodeURIComponent(name)}/`);
});

test('an odd name of a file adds nothing either', async () => {
  const odd = HOSTILE.filter((name) => !name.includes('/')).flatMap((name) => [
    `assets/${name}.deadbeefcafe.js`,
    `assets/x.${name}`,
  ]);
  const cwd = await collected({}, Object.fromEntries(odd.map((path) => [path, 'x'])));
  const plain = await collected({}, { 'assets/a.deadbeefcafe.js': 'x' });
  for (const server of SERVERS) {
    const { stdout, code } = await serverConfig(cwd, server);
    expect(code).toBe(0);
    // A line end within quotes would end the word.
    const quotes = stdout.split('\n').map((line) => line.replace(/\\./g, '').split('"').length - 1);
    expect(quotes.filter((count) => count % 2 === 1)).toEqual([]);
    const lines = skeleton(stdout)
      .split('\n')
      .map((line) => line.replace(/ js mjs| mjs/, ''));
    expect(new Set(lines)).toEqual(
      new Set(
        skeleton((await serverConfig(plain, server)).stdout)
          .split('\n')
          .map((line) => line.replace(/ js mjs| mjs/, '')),
      ),
    );
  }
});
