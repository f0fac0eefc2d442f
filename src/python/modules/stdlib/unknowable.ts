/** Modules that are there, while nothing they give can be known from the code alone. */

import { native } from '../../native/native.ts';
import { allUnknowable, constant } from '../../native/stand-ins.ts';
import type { NativeModule } from '../../values/runtime.ts';
import type { Value } from '../../values/values.ts';
import { platformOf } from './sys.ts';

function unknowableModule(
  name: string,
  reason: string,
  functions: string,
  others: Readonly<Record<string, Value>> = {},
): NativeModule {
  return {
    name,
    from: 'stdlib',
    names: () => ({ ...allUnknowable(functions.split(' '), reason), ...others }),
  };
}

/** `platform.system()` by `sys.platform`. */
const SYSTEMS: Readonly<Record<string, string>> = { darwin: 'Darwin', win32: 'Windows', linux: 'Linux' };

const MACHINE = 'it depends on the machine it runs on';
const RANDOM = 'it is random';
const CLOCK = 'it asks the clock';
const PROCESS = 'no process is started';
const NETWORK = 'the network is not opened';

export const UNKNOWABLE: readonly NativeModule[] = [
  unknowableModule(
    'random',
    RANDOM,
    'choice choices randint random randrange sample shuffle uniform SystemRandom',
    {
      seed: constant('seed'),
    },
  ),
  unknowableModule('secrets', RANDOM, 'choice randbelow token_bytes token_hex token_urlsafe'),
  unknowableModule('time', CLOCK, 'time time_ns monotonic perf_counter localtime gmtime strftime ctime', {
    sleep: constant('sleep'),
    tzset: constant('tzset'),
  }),
  unknowableModule(
    'socket',
    MACHINE,
    'gethostname getfqdn gethostbyname gethostbyname_ex gethostbyaddr getaddrinfo socket create_connection',
    { setdefaulttimeout: constant('setdefaulttimeout') },
  ),
  unknowableModule(
    'platform',
    MACHINE,
    'node machine release version platform processor uname python_version',
    { system: native('system()', () => SYSTEMS[platformOf(process.platform)] ?? 'Linux') },
  ),
  unknowableModule('multiprocessing', MACHINE, 'cpu_count Process Pool', {
    set_start_method: constant('set_start_method'),
  }),
  unknowableModule('getpass', MACHINE, 'getuser getpass'),
  unknowableModule('pwd', MACHINE, 'getpwnam getpwuid getpwall'),
  unknowableModule('resource', MACHINE, 'getrlimit getrusage', { setrlimit: constant('setrlimit') }),
  unknowableModule('locale', MACHINE, 'getlocale getdefaultlocale getpreferredencoding', {
    setlocale: constant('setlocale'),
  }),
  unknowableModule(
    'subprocess',
    PROCESS,
    'run call check_call check_output Popen getoutput getstatusoutput',
    {
      PIPE: -1n,
      STDOUT: -2n,
      DEVNULL: -3n,
    },
  ),
  unknowableModule('urllib.request', NETWORK, 'urlopen urlretrieve Request build_opener'),
  unknowableModule('http.client', NETWORK, 'HTTPConnection HTTPSConnection'),
  unknowableModule('pickle', 'pickled data may run code', 'load loads dump dumps'),
  unknowableModule(
    'shutil',
    'it would write or depends on the machine',
    'which copy copyfile copytree rmtree move disk_usage',
  ),
  unknowableModule('sqlite3', 'no database is opened', 'connect'),
];
