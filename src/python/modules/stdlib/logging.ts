import { instance, native, nativeClass } from '../../native/native.ts';
import { allHarmless, opaqueClass } from '../../native/stand-ins.ts';
import type { NativeModule } from '../../values/runtime.ts';
import type { ClassValue, Value } from '../../values/values.ts';

const LEVELS: Readonly<Record<string, bigint>> = {
  CRITICAL: 50n,
  FATAL: 50n,
  ERROR: 40n,
  WARNING: 30n,
  WARN: 30n,
  INFO: 20n,
  DEBUG: 10n,
  NOTSET: 0n,
};

const WRITING = ['debug', 'info', 'warning', 'warn', 'error', 'exception', 'critical', 'fatal', 'log'];

/** Loggers take everything and say nothing; what they are set to can't be asked. */
function loggerClass(): ClassValue {
  return nativeClass({
    name: 'Logger',
    module: 'logging',
    members: allHarmless([
      ...WRITING,
      'setLevel',
      'addHandler',
      'removeHandler',
      'addFilter',
      'removeFilter',
      'disable',
    ]),
  });
}

const HANDLERS = [
  'Handler',
  'StreamHandler',
  'FileHandler',
  'NullHandler',
  'Formatter',
  'Filter',
  'LogRecord',
];

function classes(names: readonly string[], module: string): Readonly<Record<string, Value>> {
  return Object.fromEntries(names.map((name) => [name, opaqueClass(name, module)]));
}

export const logging: NativeModule = {
  name: 'logging',
  from: 'stdlib',
  names: (runtime) => {
    const logger = loggerClass();
    return {
      ...LEVELS,
      ...allHarmless([
        ...WRITING,
        'basicConfig',
        'captureWarnings',
        'disable',
        'addLevelName',
        'setLoggerClass',
      ]),
      ...classes(HANDLERS, 'logging'),
      Logger: logger,
      getLogger: native('getLogger(name=None)', () => instance(logger)),
      getLevelName: native('getLevelName(level)', (call, { level = null }) => {
        const found = Object.entries(LEVELS).find(([name, value]) => level === name || level === value);
        if (found === undefined) return call.unknown('a level of the project is not modelled');
        return typeof level === 'string' ? found[1] : found[0];
      }),
      config: runtime.importModule('logging.config'),
      handlers: runtime.importModule('logging.handlers'),
    };
  },
};

export const loggingConfig: NativeModule = {
  name: 'logging.config',
  from: 'stdlib',
  names: () => allHarmless(['dictConfig', 'fileConfig', 'listen', 'stopListening']),
};

export const loggingHandlers: NativeModule = {
  name: 'logging.handlers',
  from: 'stdlib',
  names: () =>
    classes(
      [
        'RotatingFileHandler',
        'TimedRotatingFileHandler',
        'SysLogHandler',
        'SMTPHandler',
        'WatchedFileHandler',
        'QueueHandler',
      ],
      'logging.handlers',
    ),
};

export const warnings: NativeModule = {
  name: 'warnings',
  from: 'stdlib',
  names: () =>
    allHarmless(['warn', 'warn_explicit', 'filterwarnings', 'simplefilter', 'resetwarnings', 'showwarning']),
};
