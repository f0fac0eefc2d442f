import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** The browsers of Debian and of others; CHROMIUM names another one. */
const PROGRAMS = [
  process.env.CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The browser to test with; `undefined` if this machine has none. */
export const chromium: string | undefined = PROGRAMS.find((file) => file !== '' && existsSync(file));

/** An answer that a page got. */
export interface Loaded {
  readonly url: string;
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Page {
  goto(url: string): Promise<void>;
  /** Evaluates an expression in the page; a promise is waited for. */
  evaluate<Value = unknown>(expression: string): Promise<Value>;
  /** Waits until an expression is true in the page, also over a reload of it. */
  until(expression: string): Promise<void>;
  /** Everything that was loaded since the last `goto`. */
  loaded(): readonly Loaded[];
  /** What the console and the browser complained of since the last `goto`. */
  complaints(): readonly string[];
  /** Sends a command of the DevTools protocol to the page. */
  send(method: string, params?: object): Promise<Record<string, unknown>>;
  /** A picture of the page, as PNG. */
  screenshot(): Promise<Buffer>;
}

export interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Record<string, never>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

type Send = (method: string, params?: object, sessionId?: string) => Promise<Record<string, unknown>>;

/** Milliseconds after which a page is given up. */
const PATIENCE = 300_000;

/** Starts a browser without a window, and speaks to it by the DevTools protocol over two pipes. */
export async function openBrowser(program: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'collectstatic-chromium-'));
  const child = spawn(
    program,
    [
      ...[
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--remote-debugging-pipe',
      ],
      ...[
        '--no-first-run',
        '--disable-extensions',
        '--disable-background-networking',
        '--window-size=800,600',
      ],
      `--user-data-dir=${profile}`,
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const { send, onEvent } = connect(child);
  return {
    async newPage() {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      return openPage(
        (method, params) => send(method, params, sessionId as string),
        (listener) => onEvent((message) => message.sessionId === sessionId && listener(message)),
      );
    },
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      // Killed, it would leave processes that still write into its profile.
      await send('Browser.close').catch(() => child.kill('SIGKILL'));
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}

/** Messages are JSON, each with a NUL at its end. */
function connect(child: ChildProcess): {
  readonly send: Send;
  readonly onEvent: (listener: (message: Message) => void) => void;
} {
  const [, , , input, output] = child.stdio as unknown as readonly [null, null, null, Writable, Readable];
  const waiting = new Map<
    number,
    { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }
  >();
  const listeners: ((message: Message) => void)[] = [];
  let held = '';
  let last = 0;
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (held + chunk).split('\0');
    held = parts.pop() ?? '';
    for (const part of parts) {
      const message = JSON.parse(part) as Message;
      const waiter = waiting.get(message.id ?? -1);
      if (waiter === undefined) for (const listener of listeners) listener(message);
      else if (message.error !== undefined) waiter.reject(new Error(message.error.message));
      else waiter.resolve(message.result ?? {});
      waiting.delete(message.id ?? -1);
    }
  });
  child.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the browser has ended'));
  });
  return {
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        input.write(`${JSON.stringify({ id: last, method, params, ...(sessionId && { sessionId }) })}\0`);
      }),
    onEvent: (listener) => void listeners.push(listener),
  };
}

async function openPage(send: Send, onEvent: (listener: (message: Message) => void) => void): Promise<Page> {
  let loaded: Loaded[] = [];
  let complaints: string[] = [];
  onEvent(({ method, params }) => {
    // biome-ignore lint/suspicious/noExplicitAny: messages of the protocol, whose types are another package
    const said = params as any;
    if (method === 'Network.responseReceived') {
      const { url, status, headers } = said.response;
      const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
      loaded.push({ url, status, headers: Object.fromEntries(lower) });
    }
    if (method === 'Log.entryAdded')
      complaints.push(`${said.entry.level}: ${said.entry.text} ${said.entry.url ?? ''}`);
    if (method === 'Runtime.exceptionThrown') {
      const { text, url = '', exception } = said.exceptionDetails;
      complaints.push(`${text} ${exception?.description ?? ''} ${url}`);
    }
  });
  for (const domain of ['Page', 'Network', 'Runtime', 'Log']) await send(`${domain}.enable`);
  const evaluate = async <Value>(expression: string): Promise<Value> => {
    const { result, exceptionDetails } = await send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: Value }).value;
  };
  const until = async (expression: string): Promise<void> => {
    const end = Date.now() + PATIENCE;
    // A page that is being left can't be asked.
    while ((await evaluate<boolean>(`Boolean(${expression})`).catch(() => false)) !== true) {
      if (Date.now() > end) throw new Error(`it never came true: ${expression}`);
      await pause(20);
    }
  };
  return {
    send: (method, params) => send(method, params),
    evaluate,
    until,
    loaded: () => loaded,
    complaints: () => complaints,
    async goto(url) {
      [loaded, complaints] = [[], []];
      await evaluate('globalThis.isLeft = true');
      await send('Page.navigate', { url });
      await until('!globalThis.isLeft && document.readyState === "complete"');
    },
    async screenshot() {
      const { data } = await send('Page.captureScreenshot', { format: 'png' });
      return Buffer.from(data as string, 'base64');
    },
  };
}
