import type { Position, Problem } from '../../../types.ts';
import {
  type Datum,
  firstUnresolved,
  isTable,
  isUnresolved,
  type Language,
  type Table,
  type Unresolved,
} from '../../datum.ts';
import { languageOf } from '../../entry.ts';
import { pointing } from '../../problems/place.ts';
import { unresolvedProblem } from '../../problems/unresolved.ts';
import { isTrue, type Reader } from '../../reader.ts';
import type { SettingName } from '../../schema/schema.ts';
import { mismatches } from '../../schema/shape.ts';
import { isToldByPython } from '../../sources/django/answer.ts';
import { type OptionRule, STORE_OPTIONS } from './options.ts';
import type { Service } from './stores.ts';

/** Everything that may say an option of a storage. */
export interface OptionSources {
  readonly service: Service;
  /** The class that the settings name. */
  readonly className: string;
  readonly isStorage: boolean;
  /** OPTIONS, or PUBLISH: these go before everything. */
  readonly options: Table;
  readonly optionsName: string;
  readonly locateOption: (name: string) => Position | undefined;
  /** The language of OPTIONS, and the folder that paths in them are relative to. */
  readonly language: Language;
  readonly folder: string;
  /** What the class says, and what its `__init__` set. */
  readonly attributes: Table;
  readonly classAt: Position | undefined;
  /** What Django told where settings or the environment say it; `null` if it was not asked. */
  readonly usual: Table | null;
  readonly reader: Reader;
  /** A variable of the environment, as the settings left it. */
  readonly variable: (name: string) => Datum | undefined;
}

/** The value of one option, and who says it. */
export interface Said {
  readonly datum: Datum;
  /** For messages: `OPTIONS["location"]`, `AWS_LOCATION`, `location of mysite.storage.Static`, `the variable AWS_SESSION_TOKEN`. */
  readonly label: string;
  readonly at: Position | undefined;
  readonly language: Language;
  /** What a relative path is relative to. */
  readonly folder: string;
  readonly isDefault: boolean;
}

type Words = Pick<Problem, 'code' | 'message' | 'hint'>;

/** Reads options one by one. What is wrong with one is noted once, and its default is given. */
export interface Options {
  readonly service: Service;
  readonly className: string;
  /** `OPTIONS`, or `PUBLISH`. */
  readonly optionsName: string;
  /** True if the storage puts static files there itself, so that pages have its URLs. */
  readonly isStorage: boolean;
  /** True if OPTIONS have a name that is none of an option. */
  readonly hasStrangeNames: boolean;
  said(name: string): Said;
  /** `null` for an empty text too, as django-storages takes it. */
  text(name: string): string | null;
  isOn(name: string): boolean;
  table(name: string): Table;
  texts(name: string): readonly string[];
  refuse(name: string, words: Words): void;
  warn(name: string, words: Words): void;
  /** Notes that a part of the option can't be known. */
  lacks(name: string, part: Unresolved): void;
}

/** Makes a reader of options by django-storages' precedence: OPTIONS, the class, settings, the environment, the default. */
export function storeOptions(sources: OptionSources, problems: Problem[]): Options {
  const known = new Map<string, Said>();

  function said(name: string): Said {
    const found = known.get(name) ?? checked(name, find(sources, name));
    known.set(name, found);
    return found;
  }

  function checked(name: string, found: Said): Said {
    const rule = ruleOf(sources.service, name);
    const { datum, label, at, language } = found;
    const unresolved = firstUnresolved(datum);
    if (unresolved !== undefined) {
      noteUnresolved(found, unresolved);
    } else {
      const [wrong] = mismatches(rule.shape, datum, language);
      if (wrong === undefined) return found;
      const message = `${label} ${wrong.message}`;
      problems.push({ code: 'setting-invalid', severity: 'error', message, ...pointing(at) });
    }
    return { ...found, datum: rule.default, isDefault: true };
  }

  function noteUnresolved({ label, at }: Said, part: Unresolved): void {
    problems.push({ ...unresolvedProblem(label, part, undefined, false), ...pointing(part.at ?? at) });
  }

  const note = (severity: Problem['severity']) => (name: string, words: Words) => {
    problems.push({ severity, ...words, ...pointing(said(name).at) });
  };

  return {
    service: sources.service,
    className: sources.className,
    optionsName: sources.optionsName,
    isStorage: sources.isStorage,
    hasStrangeNames: [...sources.options.keys()].some((name) => !(name in STORE_OPTIONS[sources.service])),
    said,
    text: (name) => {
      const { datum } = said(name);
      return typeof datum === 'string' && datum !== '' ? datum : null;
    },
    isOn: (name) => isTrue(said(name).datum),
    table: (name) => {
      const { datum } = said(name);
      return isTable(datum) ? datum : new Map();
    },
    texts: (name) => {
      const { datum } = said(name);
      return Array.isArray(datum) ? datum.map(String) : [];
    },
    refuse: note('error'),
    warn: note('warning'),
    lacks: (name, part) => noteUnresolved(said(name), part),
  };
}

function ruleOf(service: Service, name: string): OptionRule {
  const rule = STORE_OPTIONS[service][name];
  if (rule === undefined) throw new Error(`${name} is no option of ${service}`);
  return rule;
}

function find(sources: OptionSources, name: string): Said {
  const { options, optionsName, attributes, className, language, folder } = sources;
  const rule = ruleOf(sources.service, name);
  const given = { language, folder, isDefault: false };
  const option = options.get(name);
  if (option !== undefined) {
    const label = `${optionsName}["${name}"]`;
    return { ...given, datum: truth(rule, option, language), label, at: sources.locateOption(name) };
  }
  const attribute = attributes.get(name);
  if (attribute !== undefined) {
    const label = `${name} of ${className}`;
    const datum = truth(rule, attribute, 'python');
    return { ...given, language: 'python', datum, label, at: sources.classAt };
  }
  return (
    bySetting(sources, name, rule) ??
    byVariable(sources, rule) ?? {
      ...given,
      datum: rule.default,
      label: rule.settings[0] ?? `${optionsName}["${name}"]`,
      at: undefined,
      isDefault: true,
    }
  );
}

/** Python asks whether a value is true, where others have to say true or false. */
function truth({ shape }: OptionRule, datum: Datum, language: Language): Datum {
  return shape === 'boolean' && language === 'python' && !isUnresolved(datum) ? isTrue(datum) : datum;
}

/** The first of its settings that is there, whatever it says; what Django told of them is what it made of them. */
function bySetting(
  { reader, usual, folder }: OptionSources,
  name: string,
  rule: OptionRule,
): Said | undefined {
  const setting = rule.settings.find((each) => Number.isFinite(reader.rank(each)));
  const entry = setting === undefined ? undefined : reader.entry(setting);
  const told = usual?.get(name);
  if (told !== undefined && (entry === undefined || isToldByPython(entry))) {
    const isDefault = told === rule.default;
    const label = setting ?? rule.settings[0] ?? name;
    return { datum: told, label, at: undefined, language: 'python', folder, isDefault };
  }
  if (setting === undefined || entry === undefined) return undefined;
  const datum = reader.need(setting as SettingName) as Datum | undefined;
  // What is wrong with it was noted by the reader.
  const language = languageOf(entry);
  return {
    datum: datum === undefined ? rule.default : datum,
    label: setting,
    at: entry.locate([]),
    language,
    folder: entry.folder,
    isDefault: datum === undefined,
  };
}

/** Empty variables are passed over. */
function byVariable({ variable, folder }: OptionSources, { variables }: OptionRule): Said | undefined {
  for (const name of variables) {
    const datum = variable(name);
    if (datum === undefined || datum === '') continue;
    const label = `the environment variable ${name}`;
    return { datum, label, at: undefined, language: 'json', folder, isDefault: false };
  }
  return undefined;
}
