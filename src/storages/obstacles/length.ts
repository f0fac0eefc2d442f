import { platform as thisPlatform } from 'node:os';
import type { AssetPath, Problem } from '../../types.ts';
import { STAGED_ROOM } from '../stage.ts';
import { below } from './folders.ts';

/** The longest name of one file. Bytes, as ext4, XFS and APFS count; NTFS counts UTF-16 units. */
const NAME_LIMIT = 255;
/** PATH_MAX but for its NUL, in bytes; Windows counts UTF-16 units, and Node asks it for long paths. */
const PATH_LIMITS: Partial<Readonly<Record<NodeJS.Platform, number>>> = { win32: 32_766, darwin: 1023 };
const PATH_LIMIT = 4095;

/** What is too long about a path below `root`, which is staged in a folder of its own first; `undefined` if nothing. */
export function lengthProblem(
  root: string,
  path: AssetPath,
  platform: NodeJS.Platform = thisPlatform(),
): Problem | undefined {
  const limit = PATH_LIMITS[platform] ?? PATH_LIMIT;
  // No name is longer than the path, and no UTF-16 unit takes more than three bytes: the common answer takes one look.
  if (path.length <= NAME_LIMIT / 3 && root.length <= (limit - STAGED_ROOM - NAME_LIMIT) / 3)
    return undefined;
  const length = (text: string): number => (platform === 'win32' ? text.length : Buffer.byteLength(text));
  const unit = platform === 'win32' ? 'characters' : 'bytes';
  const name =
    length(path) <= NAME_LIMIT ? undefined : path.split('/').find((part) => length(part) > NAME_LIMIT);
  if (name !== undefined) {
    return {
      code: 'name-too-long',
      severity: 'error',
      message: `${path} can't be written: a name of ${length(name)} ${unit} is too long`,
      at: { file: below(root, path) },
      hint: `Shorten the name of the file it comes from, or leave that out with --ignore. File systems take ${NAME_LIMIT} ${unit}.`,
    };
  }
  const whole = length(root) + STAGED_ROOM + length(path);
  if (whole <= limit) return undefined;
  return {
    code: 'path-too-long',
    severity: 'error',
    message: `${path} can't be written: with STATIC_ROOT before it the path is too long`,
    at: { file: below(root, path) },
    hint: `Choose a STATIC_ROOT with a shorter path. The system takes ${limit} ${unit}, ${STAGED_ROOM} of which are needed to stage files.`,
  };
}
