import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../serve/free-port.ts';
import type { Site } from './site.ts';

export interface Running {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

export type WebServer = 'nginx' | 'apache' | 'caddy';

/** Why a server can't be had here; `null` if it can. */
export function missing(server: WebServer | 'uwsgi' | 'mod_wsgi'): string | null {
  const file = {
    nginx: '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so',
    apache: '/usr/lib/apache2/modules/mod_proxy_http.so',
    caddy: '/usr/bin/caddy',
    uwsgi: '/usr/lib/uwsgi/plugins/python3_plugin.so',
    mod_wsgi: '/usr/lib/apache2/modules/mod_wsgi.so',
  }[server];
  if (existsSync(file)) return null;
  return `${server} is not installed, and installing it needs root on a Debian (${file})`;
}

/** Starts a web server with the file that `server-config --full` writes for a site. */
export async function startServer(server: WebServer, site: Site, words: readonly string[]): Promise<Running> {
  const port = await freePort();
  const args = [
    '--full',
    '--listen',
    `127.0.0.1:${port}`,
    ...words,
    ...(server === 'nginx' ? ['--brotli'] : []),
  ];
  return startWith(server, site, await site.config(server, ...args), port);
}

/** Starts a web server with a configuration that listens at `port`. */
export async function startWith(
  server: WebServer,
  site: Pick<Site, 'folder'>,
  text: string,
  port: number,
): Promise<Running> {
  const run = join(site.folder, `run-${server}-${port}`);
  mkdirSync(run, { mode: 0o755 });
  const file = join(run, 'server.conf');
  writeFileSync(file, text);
  const env = { ...process.env, XDG_DATA_HOME: run, XDG_CONFIG_HOME: run, HOME: run };
  const { test, start } = commandsOf(server, file, run, await freePort());
  try {
    execFileSync(test[0] as string, test.slice(1), { env: { ...env, ...start.env }, stdio: 'pipe' });
  } catch (error) {
    throw new Error(`${server} refuses the file: ${(error as { stderr?: Buffer }).stderr}\n${text}`);
  }
  const [command, ...args] = start.words;
  return running(
    spawn(command as string, args, { env: { ...env, ...start.env }, stdio: ['ignore', 'pipe', 'pipe'] }),
    port,
  );
}

interface Commands {
  readonly test: readonly string[];
  readonly start: { readonly words: readonly string[]; readonly env: Readonly<Record<string, string>> };
}

function commandsOf(server: WebServer, file: string, run: string, spare: number): Commands {
  switch (server) {
    case 'nginx': {
      const lines = `daemon off; pid ${run}/nginx.pid; error_log ${run}/error.log warn;`;
      const words = ['/usr/sbin/nginx', '-c', file, '-g', lines];
      return { test: [...words, '-t'], start: { words, env: {} } };
    }
    case 'apache': {
      const lines = ['-c', `PidFile ${run}/apache.pid`, '-c', `ErrorLog ${run}/error.log`];
      const small = ['-c', 'StartServers 1', '-c', `DefaultRuntimeDir ${run}`];
      const words = ['/usr/sbin/apache2', '-f', file, ...lines, ...small];
      return { test: [...words, '-t'], start: { words: [...words, '-DFOREGROUND'], env: {} } };
    }
    case 'caddy': {
      const config = ['--config', file, '--adapter', 'caddyfile'];
      return {
        test: ['/usr/bin/caddy', 'validate', ...config],
        start: { words: ['/usr/bin/caddy', 'run', ...config], env: { CADDY_ADMIN: `localhost:${spare}` } },
      };
    }
  }
}

const READY_WITHIN = 300_000;

/** Waits until something listens at `port`. What is returned stops it, and waits for its end. */
export async function running(child: ChildProcess, port: number): Promise<Running> {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (text) => {
      said = (said + text).slice(-4000);
    });
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let isOver = false;
  ended.then(() => {
    isOver = true;
  });
  // Whoever ends the tests ends the server.
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    if (!isOver) child.kill('SIGTERM');
    await ended;
    process.off('exit', kill);
  };
  const until = Date.now() + READY_WITHIN;
  for (;;) {
    if (isOver) throw new Error(`it ended at once: ${said}`);
    if (await isOpen(port)) return { port, stop };
    if (Date.now() > until) {
      await stop();
      throw new Error(`nothing listens at port ${port}: ${said}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
