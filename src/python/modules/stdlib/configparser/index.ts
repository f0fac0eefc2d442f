import { exceptionClass } from '../../../native/stand-ins.ts';
import type { NativeModule } from '../../../values/runtime.ts';
import { UNSET } from './ask.ts';
import { INTERPOLATIONS, parserClass } from './parser.ts';
import type { ParserErrors } from './sections.ts';

export const configparser: NativeModule = {
  name: 'configparser',
  from: 'stdlib',
  names: (runtime) => {
    const module = 'configparser';
    const base = exceptionClass(runtime, 'Error', module);
    const parsing = exceptionClass(runtime, 'ParsingError', module, base);
    const errors: ParserErrors = {
      missingSection: exceptionClass(runtime, 'NoSectionError', module, base),
      missingOption: exceptionClass(runtime, 'NoOptionError', module, base),
      parsing,
      missingHeader: exceptionClass(runtime, 'MissingSectionHeaderError', module, parsing),
      duplicate: exceptionClass(runtime, 'DuplicateOptionError', module, base),
    };
    const ConfigParser = parserClass('ConfigParser', 'basic', errors);
    return {
      Error: base,
      ParsingError: parsing,
      NoSectionError: errors.missingSection,
      NoOptionError: errors.missingOption,
      MissingSectionHeaderError: errors.missingHeader,
      ConfigParser,
      SafeConfigParser: ConfigParser,
      DEFAULTSECT: 'DEFAULT',
      _UNSET: UNSET,
      RawConfigParser: parserClass('RawConfigParser', 'none', errors),
      ...INTERPOLATIONS,
    };
  },
};
