// `npm run build:wheel`: builds the Python package from src/pypi and dist/ into dist/pypi, by pip and hatchling.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Of dist/: what serves one Node alone, or TypeScript, is no use there. */
const LEFT_OUT = /\.cache$|^types$|^pypi$/;

/** Builds the wheel into `outdir` and returns its path. `python` needs pip; `npm run build` has been run. */
export function buildWheel(outdir, python = 'python3') {
  const folder = mkdtempSync(join(tmpdir(), 'collectstatic-wheel-'));
  try {
    layOut(folder);
    mkdirSync(outdir, { recursive: true });
    const built = join(folder, 'built');
    const args = ['-m', 'pip', 'wheel', '--no-deps', '--quiet', '--disable-pip-version-check', '--wheel-dir'];
    execFileSync(python, [...args, built, folder], { stdio: ['ignore', 'inherit', 'inherit'] });
    const [name] = readdirSync(built);
    cpSync(join(built, name), join(outdir, name));
    return join(outdir, name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Copies what hatchling is to find: the Python package, and in `_node` what the npm package has. */
function layOut(folder) {
  if (!existsSync(join(root, 'dist/cli.cjs'))) throw new Error('dist/ is not built: npm run build');
  cpSync(join(root, 'src/pypi'), folder, {
    recursive: true,
    filter: (path) => !path.includes('__pycache__'),
  });
  const answer = 'django_answer.py';
  cpSync(join(root, 'dist', answer), join(folder, 'collectstatic', answer));
  const program = join(folder, 'collectstatic/_node');
  for (const name of ['bin', 'package.json'])
    cpSync(join(root, name), join(program, name), { recursive: true });
  for (const name of readdirSync(join(root, 'dist')).filter((name) => !LEFT_OUT.test(name)))
    cpSync(join(root, 'dist', name), join(program, 'dist', name), { recursive: true });
  for (const name of ['dist', 'lib', 'package.json', 'LICENSE'])
    cpSync(join(root, 'node_modules/jiti', name), join(program, 'node_modules/jiti', name), {
      recursive: true,
    });
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), join(folder, 'THIRD-PARTY-NOTICES.txt'));
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  process.stdout.write(`${buildWheel(join(root, 'dist/pypi'))}\n`);
