// `npm run demo`: the main job on the bundled shop project, into a temporary folder.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const project = join(root, 'fixtures/demo/project');
const folder = mkdtempSync(join(tmpdir(), 'collectstatic-demo-'));
const staticRoot = join(folder, 'static');

function show(args) {
  console.log(`\n$ collectstatic ${args.join(' ')}`);
  const run = spawnSync(process.execPath, [join(root, 'bin/collectstatic.js'), ...args], {
    cwd: project,
    env: { ...process.env, STATIC_ROOT: staticRoot },
    stdio: 'inherit',
  });
  if (run.status !== 0) process.exitCode = run.status ?? 1;
}

console.log(`A Django project in fixtures/demo/project: three apps, two folders, no SECRET_KEY, no Python.`);
show(['--no-input', '-v', '2']);
show(['--no-input']);
show(['list']);
rmSync(folder, { recursive: true, force: true });
