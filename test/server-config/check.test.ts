import { chmodSync, readdirSync, symlinkSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runCli } from '../fake-process.ts';
import { collected, serverConfig } from './project.ts';

// What a check says without a web server, and of servers that are none. Beside real ones: test/servers/web/check.test.ts.

function check(cwd: string, ...args: readonly string[]): ReturnType<typeof runCli> {
  return runCli(['check-server', ...args], { cwd });
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  onTestFinished(() => void server.close());
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
  return `http://127.0.0.1:${port}`;
}

test('a folder that servers can read has nothing wrong', async () => {
  const cwd = await collected();
  for (const folder of [cwd, join(cwd, 'static')]) chmodSync(folder, 0o755);
  expect(await check(cwd, '--user', 'nobody')).toEqual({
    code: 0,
    stdout: 'STATIC_ROOT was looked at: 0 errors, 0 warnings.\n',
    stderr: '',
  });
});

test('folders above STATIC_ROOT that the user of the server can not pass are named', async () => {
  const cwd = await collected();
  chmodSync(cwd, 0o750);
  const { code, stdout } = await check(cwd, '--user', 'nobody', '--format', 'json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    command: 'check-server',
    ok: false,
    url: null,
    requests: 0,
    problems: [{ code: 'server-user-parent', severity: 'error', at: { file: cwd } }],
  });
  expect((await check(cwd, '--user', 'root')).code).toBe(0);
  expect((await check(cwd)).code).toBe(0);
});

test('modes of files and variants, and links that lead out, are told once each', async () => {
  const cwd = await collected();
  chmodSync(cwd, 0o755);
  const css = join(cwd, 'static/css');
  const variants = readdirSync(css).filter((name) => name.endsWith('.gz'));
  for (const name of variants) chmodSync(join(css, name), 0o600);
  symlinkSync(join(cwd, 'assets/LICENSE'), join(cwd, 'static/link.txt'));
  const { code, stdout } = await check(cwd, '--user', 'nobody', '--format', 'json');
  expect(code).toBe(1);
  const codes = JSON.parse(stdout).problems.map(({ code: each }: { readonly code: string }) => each);
  expect(codes).toEqual(['server-user-files', 'server-variant-mode', 'server-link-outside']);
});

test.each([
  [['--user', 'no-such-user'], 'user-unknown'],
  [['shop.example.com'], 'url-invalid'],
  [['ftp://shop.example.com'], 'url-invalid'],
  [['https://shop.example.com/?x=1'], 'url-invalid'],
  [['http://user:password@shop.example.com'], 'url-invalid'],
  [['http://127.0.0.1:1'], 'server-unreachable'],
])('%j is one error', async (args, code) => {
  const result = await check(await collected(), ...args);
  expect({ ...result, stderr: result.stderr.match(/\[[a-z-]+\]/g) }).toEqual({
    code: 1,
    stdout: '',
    stderr: [`[${code}]`],
  });
});

test('why nobody answers is said in words', async () => {
  const { stderr } = await check(await collected(), 'http://127.0.0.1:1');
  expect(stderr).toContain('because nothing listens there (ECONNREFUSED)');
});

test('a server that knows none of the files has one fault', async () => {
  const url = await serve((_asked, answer) => {
    answer.statusCode = 404;
    answer.end('none');
  });
  const cwd = await collected();
  const { code, stderr, stdout } = await check(cwd, url);
  expect(code).toBe(1);
  expect(stderr.match(/\[server-[a-z-]+\]/g)).toEqual(['[server-alias]']);
  expect(stdout).toMatch(
    /^http:\/\/127\.0\.0\.1:\d+\/static\/ was asked \d+ times: 1 error, 0 warnings\.\n$/,
  );
  const same = await serverConfig(cwd, '--check', url);
  expect({ code: same.code, stdout: same.stdout }).toEqual({ code, stdout });
});

test('a server that speaks no HTTP, or breaks off, is told of in words', async () => {
  const broken = await serve((asked) => void asked.socket.end('what?\r\n\r\n'));
  const cut = await serve((asked) => void asked.socket.destroy());
  for (const url of [broken, cut]) {
    const { code, stderr } = await check(await collected(), url);
    expect(code).toBe(1);
    expect(stderr.match(/\[server-[a-z-]+\]/g)).toEqual(['[server-unreachable]']);
    expect(stderr).not.toContain('    at ');
  }
});

test('an address with a path is that of the static files', async () => {
  const asked: string[] = [];
  const url = await serve(({ url: target = '' }, answer) => {
    asked.push(target);
    answer.statusCode = 404;
    answer.end();
  });
  await check(await collected({ STATIC_URL: 'https://cdn.example.com/static/' }), `${url}/other`);
  expect(asked.filter((target) => target.startsWith('/other/')).length).toBeGreaterThan(5);
  expect(asked.filter((target) => target.startsWith('/static/'))).toEqual([]);
});

test('a configuration is not written for a user', async () => {
  const { code, stdout, stderr } = await serverConfig(await collected(), 'nginx', '--user', 'nobody');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('[server-options]');
  expect((await serverConfig(await collected())).code).toBe(2);
});
