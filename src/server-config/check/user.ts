import { readFileSync } from 'node:fs';
import { errnoOf, fail } from '../../errors.ts';

/** A user of this system, and all groups it is in. */
export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gids: ReadonlySet<number>;
}

/** Looks a user up in the password file, by name or number. Throws if there is none. */
export function findUser(name: string): User {
  const entry = linesOf('/etc/passwd').find(([login, , uid]) => login === name || uid === name);
  if (entry === undefined) {
    throw fail({
      code: 'user-unknown',
      message: `There is no user ${JSON.stringify(name)} on this system`,
      hint: 'Name the user the server runs as: www-data on Debian, nginx or apache on others.',
    });
  }
  const [login = '', , uid, gid] = entry;
  const groups = linesOf('/etc/group').filter(([, , , members = '']) => members.split(',').includes(login));
  return {
    name: login,
    uid: Number(uid),
    gids: new Set([Number(gid), ...groups.map(([, , id]) => Number(id))]),
  };
}

function linesOf(file: string): readonly (readonly string[])[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.split(':'));
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return [];
  }
}

interface Modes {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** True if the mode bits let a user do it: 4 read, 1 pass. Lists of rights beyond the mode bits are not looked at. */
export function may({ uid, gids }: User, wanted: 1 | 4 | 5, { uid: owner, gid, mode }: Modes): boolean {
  if (uid === 0) return true;
  const shift = owner === uid ? 6 : gids.has(gid) ? 3 : 0;
  return ((mode >> shift) & wanted) === wanted;
}
