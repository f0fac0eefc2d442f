import { exceptionClass } from '../../../native/stand-ins.ts';
import type { NativeModule } from '../../../values/context.ts';
import { UNSET } from './ask.ts';
import { INTERPOLATIONS, parserClass } from './parser.ts';
import type { ParserErrors } from './sections.ts';

export const configparser: NativeModule = {
  name: 'configparser',
  from: 'stdlib',
  names: (context) => {
    const module = 'configparser';
    const base = exceptionClass(context, 'Error', module);
    const parsing = exceptionClass(context, 'ParsingError', module, base);
    const errors: ParserErrors = {
      missingSection: exceptionClass(context, 'NoSectionError', module, base),
      missingOption: exceptionClass(context, 'NoOptionError', module, base),
      parsing,
      missingHeader: exceptionClass(context, 'MissingSectionHeaderError', module, parsing),
      duplicate: exceptionClass(context, 'DuplicateOptionError', module, base),
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
