import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

// Runs the suite, or the test files that are named, on other versions of Node, each from its npm package.
// usage: node test/nodes.mjs [--node 22]... [FILE]...

const ROOT = join(import.meta.dirname, '..');
const versions = [];
const files = [];
for (const word of process.argv.slice(2)) {
  if (files.at(-1) === '--node') {
    files.pop();
    versions.push(word);
  } else files.push(word);
}

const folder = mkdtempSync(join(tmpdir(), 'collectstatic-nodes-'));
// Tests become other users too, who start the same Node.
chmodSync(folder, 0o755);
try {
  const failed = (versions.length > 0 ? versions : ['22', '24']).filter((version) => !passes(version));
  if (failed.length > 0) console.error(`Node ${failed.join(' and ')}: not all tests pass`);
  process.exitCode = failed.length > 0 ? 1 : 0;
} finally {
  build(process.execPath, process.env);
  rmSync(folder, { recursive: true, force: true });
}

/** Runs the tests on a major version of Node. @param {string} version @returns {boolean} whether all pass */
function passes(version) {
  const name = `node-${platform() === 'win32' ? 'win' : platform()}-${arch()}`;
  const prefix = join(folder, version);
  const install = ['install', '--no-save', '--no-audit', '--no-fund', '--silent', '--prefix', prefix];
  const installed = spawnSync('npm', [...install, `${name}@${version}`], { stdio: 'inherit' });
  const bin = join(prefix, 'node_modules', name, 'bin');
  const node = join(bin, platform() === 'win32' ? 'node.exe' : 'node');
  if (installed.status !== 0 || !existsSync(node)) {
    console.error(`Node ${version} can't be installed from ${name}`);
    return false;
  }
  // Tests that start a `node` of their own get the same one.
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  console.log(`Node ${spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim()}`);
  build(node, env);
  const args = [vitest, 'run', '--config', 'test/vitest.config.ts', ...files];
  return spawnSync(node, args, { cwd: ROOT, env, stdio: 'inherit' }).status === 0;
}

/** Builds what the tests start: the code cache beside it is of one version of V8. @param {string} node @param {NodeJS.ProcessEnv} env */
function build(node, env) {
  spawnSync(node, [join(ROOT, 'test/bundle/build.mjs')], { cwd: ROOT, env, stdio: 'inherit' });
}
