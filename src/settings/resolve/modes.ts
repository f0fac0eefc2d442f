import type { Settings } from '../../types.ts';
import type { Reader } from '../reader.ts';
import type { SettingName } from '../schema/schema.ts';
import type { ResolvedStorage } from './storage/index.ts';

type Modes = Pick<Settings, 'fileMode' | 'directoryMode'>;

/** Resolves the mode bits of files and folders: the storage's, or else those of the settings; `null` for the umask's. */
export function resolveModes(reader: Reader, storage: ResolvedStorage | undefined): Modes {
  const mode = (name: SettingName): number | null => {
    const value = reader.needMinor(name);
    return value === undefined || value === null ? null : Number(value);
  };
  return {
    fileMode: storage?.fileMode ?? mode('FILE_UPLOAD_PERMISSIONS'),
    directoryMode: storage?.directoryMode ?? mode('FILE_UPLOAD_DIRECTORY_PERMISSIONS'),
  };
}
