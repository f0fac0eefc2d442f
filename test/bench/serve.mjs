import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bundleProgram } from '../bundle/bundle.mjs';
import { median } from './measure.mjs';
import { makeProject, SHAPES } from './tree.mjs';

const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Where `npm run test:servers` keeps Django, WhiteNoise and gunicorn. */
const ENVIRONMENT = join(tmpdir(), 'collectstatic-servers/django-site-3');
const NGINX = '/usr/sbin/nginx';
const WRK = '/usr/bin/wrk';
const BROTLI = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so';

/** A small file of Django's, which each server sends as it would to a browser. */
const FILE = 'admin/css/login.css';
/** Runs that don't count. */
const WARM = 2;
const BROWSER = 'Accept-Encoding: gzip, deflate, br';

const WHITENOISE = `import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "proj.settings")
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

application = WhiteNoise(get_wsgi_application(), root=settings.STATIC_ROOT, prefix="static/")
`;

/** The two servers, against those they stand for: requests a second, and how soon a change is seen. */
export async function serve(bench) {
  return [...(await throughput(bench)), ...(await following(bench))];
}

async function throughput(bench) {
  const missing = [NGINX, BROTLI, WRK, join(ENVIRONMENT, 'bin/gunicorn')].filter((file) => !existsSync(file));
  if (missing.length > 0) {
    console.error(`left out, as there is no ${missing.join(', ')}`);
    return [];
  }
  const project = bench.path('site');
  cpSync(at('test/servers/site'), project, { recursive: true });
  writeFileSync(join(project, 'noise.py'), WHITENOISE);
  const ours = [at('bin/collectstatic.js'), '--venv', ENVIRONMENT];
  execFileSync(process.execPath, [...ours, '--no-input'], { cwd: project, stdio: 'ignore' });
  const hashed = `admin/css/${readdirSync(join(project, 'collected/admin/css')).find((name) => /^login\.[0-9a-f]{12}\.css$/.test(name))}`;
  const python = join(ENVIRONMENT, 'bin/python');
  const servers = {
    preview: {
      path: hashed,
      command: (port) => [process.execPath, ours[0], 'preview', '--venv', ENVIRONMENT, '--port', port],
    },
    nginx: { path: hashed, command: (port) => [NGINX, '-c', nginxFile(bench.path('nginx'), project, port)] },
    WhiteNoise: {
      path: hashed,
      command: (port) => [
        python,
        '-m',
        'gunicorn',
        '-w',
        '1',
        '--log-level',
        'error',
        '-b',
        `127.0.0.1:${port}`,
        'noise:application',
      ],
    },
    serve: {
      path: FILE,
      command: (port) => [process.execPath, ours[0], 'serve', '--venv', ENVIRONMENT, '--port', port],
    },
    runserver: { path: FILE, command: (port) => [python, 'manage.py', 'runserver', '--noreload', port] },
  };
  const children = [];
  const urls = {};
  const rates = Object.fromEntries(Object.keys(servers).map((name) => [name, []]));
  try {
    for (const [index, [name, { path, command }]] of Object.entries(servers).entries()) {
      const port = String(18_500 + index);
      const [program, ...args] = command(port);
      const env = { ...process.env, DEBUG: name === 'WhiteNoise' ? '0' : '1' };
      children.push(spawn(program, args, { cwd: project, env, stdio: 'ignore' }));
      urls[name] = `http://127.0.0.1:${port}/static/${path}`;
      await answers(urls[name]);
      // Code is compiled while it runs.
      for (let round = 0; round < WARM; round++) rate(urls[name]);
    }
    const names = Object.keys(servers);
    for (let round = 0; round < bench.rounds; round++)
      for (const turn of names.keys()) {
        const name = names[(round + turn) % names.length];
        rates[name].push(rate(urls[name]));
      }
  } finally {
    await Promise.all(children.map(end));
  }
  const middle = Object.fromEntries(Object.entries(rates).map(([name, each]) => [name, median(each)]));
  const row = (ours, other, what, atLeast) => ({
    what,
    value: middle[ours] / middle[other],
    unit: 'x',
    atLeast,
    detail: `${Math.round(middle[ours])} and ${Math.round(middle[other])} requests a second`,
  });
  return [
    row('preview', 'nginx', 'preview, a small file, against nginx', 0.3),
    row('preview', 'WhiteNoise', 'preview, a small file, faster than WhiteNoise', 4),
    row('serve', 'runserver', 'serve, a small file, faster than runserver', 20),
  ];
}

function nginxFile(folder, project, port) {
  mkdirSync(folder);
  const file = join(folder, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  writeFileSync(
    file,
    `load_module ${BROTLI};
${process.getuid() === 0 ? 'user root; ' : ''}daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 512; }
http {
  include /etc/nginx/mime.types; access_log off; sendfile on; tcp_nopush on; ${temporary.join(' ')}
  map $uri $static_cache {
    default "public, max-age=60";
    "~\\.[0-9a-f]{12}(?:\\.[^./]+)?$" "public, max-age=31536000, immutable";
  }
  server {
    listen 127.0.0.1:${port};
    location ^~ /static/ {
      alias ${project}/collected/; try_files $uri =404;
      gzip_static on; brotli_static on; gzip_vary on; add_header Cache-Control $static_cache;
    }
  }
}
`,
  );
  return file;
}

async function answers(url) {
  for (let attempt = 0; ; attempt++) {
    const { status } = await fetch(url).catch(() => ({ status: 0 }));
    if (status === 200) return;
    if (attempt > 600) throw new Error(`${url} does not answer: ${status}`);
    await pause(100);
  }
}

/** Requests a second. */
function rate(url) {
  const said = execFileSync(WRK, ['-t1', '-c16', '-d2s', '-H', BROWSER, url], { encoding: 'utf8' });
  if (/Non-2xx|Socket errors/.test(said)) throw new Error(`${url}: ${said}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(said)[1]);
}

async function end(child) {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** Megabytes that the server takes, when it has read the style sheets and told a page of a change. */
async function memory(project) {
  const args = [
    at('bin/collectstatic.js'),
    'serve',
    '--settings',
    'site_of_the_bench.settings',
    '--port',
    '18510',
  ];
  const child = spawn(process.execPath, [...args, ...environment()], {
    cwd: project.folder,
    env: { ...process.env, DESTINATION: 'none', STORAGE: '' },
    stdio: 'ignore',
  });
  try {
    await answers('http://127.0.0.1:18510/__collectstatic__/live.js');
    const { body } = await fetch('http://127.0.0.1:18510/__collectstatic__/events');
    appendFileSync(project.leaf, ' ');
    for await (const message of body) if (/data:/.test(Buffer.from(message).toString())) break;
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024;
  } finally {
    await end(child);
  }
}

function environment() {
  return existsSync(ENVIRONMENT) ? ['--venv', ENVIRONMENT] : [];
}

async function following(bench) {
  const shape = bench.quick ? 'quick' : 'served';
  const programs = bench.path('programs');
  await bundleProgram(programs, { watch: 'test/bench/watch.ts' });
  const project = makeProject(bench.path('project'), SHAPES[shape]);
  const runs = Array.from({ length: bench.rounds }, () =>
    JSON.parse(
      execFileSync(
        process.execPath,
        [join(programs, 'watch.cjs'), '--settings', 'site_of_the_bench.settings', ...environment()],
        {
          cwd: project.folder,
          env: { ...process.env, DESTINATION: bench.path('none'), STORAGE: '' },
          encoding: 'utf8',
        },
      ),
    ),
  );
  const [{ files, watched }] = runs;
  const label = `serve, ${files} files, ${watched} folders watched`;
  const of = (measure) => median(runs.map(measure));
  return [
    {
      what: `${label}, ready after the walk`,
      value: of(({ walk, ready }) => ready - walk),
      unit: 'ms',
      atMost: 300,
    },
    { what: `${label}, memory`, value: await memory(project), unit: 'MB', atMost: 100 },
    {
      what: 'serve, a saved style sheet reaches the page',
      value: of(({ saves }) => median(saves)),
      unit: 'ms',
      atMost: 100,
    },
  ];
}
