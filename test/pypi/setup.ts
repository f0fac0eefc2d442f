import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { pipAndUv } from '../installs/pip.ts';
import { makeEnvironment, pipInstall } from './environment.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /**
     * The built wheel; the packed npm package; a virtual environment with it, Django, Wagtail and WhiteNoise with Brotli; another in which the wheel
     * was installed with its extra, which brings a Node; a Python that has pip and uv.
     */
    readonly wheel: {
      readonly file: string;
      readonly packed: string;
      readonly environment: string;
      readonly withNode: string;
      readonly pip: string;
    };
  }
}

/** Builds the wheel and installs it, once for all files. Returns what removes both again. */
export default function setup({ provide }: TestProject): () => Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'collectstatic-pypi-'));
  const root = new URL('../..', import.meta.url).pathname;
  if (process.env.COLLECTSTATIC_BUILT === undefined)
    execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  const pip = pipAndUv();
  const script = [
    "import { buildWheel } from './test/bundle/wheel.mjs';",
    `process.stdout.write(buildWheel(${JSON.stringify(join(home, 'wheel'))}, ${JSON.stringify(pip)}));`,
  ];
  const file = execFileSync(process.execPath, ['--input-type=module', '-e', script.join('\n')], {
    cwd: root,
    encoding: 'utf8',
  });
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', home];
  const packed = join(home, execFileSync('npm', pack, { cwd: root, encoding: 'utf8' }).trim());
  const packages = ['django==5.2.*', 'wagtail==7.*', 'whitenoise[brotli]==6.*'];
  const environment = makeEnvironment(join(home, 'venv'), packages);
  pipInstall(environment, ['--no-index', file]);
  const withNode = makeEnvironment(join(home, 'venv-with-node'), [
    ...packages,
    `collectstatic[node] @ file://${file}`,
  ]);
  provide('wheel', { file, packed, environment, withNode, pip });
  return () => rm(home, { recursive: true, force: true });
}
