import { native } from '../../native/native.ts';
import { allUnknowable } from '../../native/stand-ins.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { variable } from './home.ts';

/** The first of TMPDIR, TEMP, TMP, /tmp, /var/tmp, /usr/tmp that is a folder. Whether it can be written to is not tried. */
function temporaryFolder(runtime: Runtime): string {
  const named = ['TMPDIR', 'TEMP', 'TMP'].map((name) => variable(runtime, name)).filter((path) => path);
  const candidates = [...named, '/tmp', '/var/tmp', '/usr/tmp'] as readonly string[];
  return candidates.find((path) => runtime.files.kind(path) === 'directory') ?? runtime.cwd;
}

export const tempfile: NativeModule = {
  name: 'tempfile',
  from: 'stdlib',
  names: () => ({
    gettempdir: native('gettempdir()', temporaryFolder),
    ...allUnknowable(
      ['mkdtemp', 'mkstemp', 'TemporaryDirectory', 'NamedTemporaryFile', 'TemporaryFile'],
      'it would write, under a name that is random',
    ),
  }),
};
