/**
 * Builds what git does not hold, when npm installs a checkout or a git address. With `-g`, as pre-commit calls it, npm leaves out
 * what the build needs, since it takes this folder for a global package too: that is installed first.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shell = process.platform === 'win32';

if (!existsSync(new URL('../../node_modules/esbuild', import.meta.url))) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_config_(?:global|prefix|location)$/i.test(name)),
  );
  const install = ['ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', install, { cwd: root, env, shell, stdio: 'inherit' });
}
execFileSync('npm', ['run', 'build'], { cwd: root, shell, stdio: 'inherit' });
