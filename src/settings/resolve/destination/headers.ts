import { nearest } from '../../../text/nearest.ts';
import type { ObjectHeaders, ObjectTraits } from '../../../types.ts';
import { type Datum, describeDatum, isTable, isUnresolved } from '../../datum.ts';
import type { ParameterNames } from './parameter-names.ts';
import type { Options } from './read-options.ts';

/** What `object_parameters` and the options beside it say of every object. */
export interface Parameters {
  readonly headers: Partial<ObjectHeaders>;
  readonly traits: ObjectTraits;
}

/** Reads `object_parameters`. A name or a value that the service does not take is noted. */
export function readParameters(options: Options, names: ParameterNames): Parameters {
  const headers: Record<string, string | Readonly<Record<string, string>>> = {};
  const traits: Record<string, string> = {};
  const extra: Record<string, string | boolean> = {};
  for (const [name, value] of options.table('object_parameters')) {
    if (value === null) continue;
    const header = names.headers[name];
    const text = (): string | undefined => textOf(options, name, value);
    if (header !== undefined) put(headers, header, text());
    else if (name === names.metadata) put(headers, 'metadata', metadataOf(options, name, value));
    else if (name === names.acl) put(traits, 'acl', text());
    else if (name === names.storageClass) put(traits, 'storageClass', text());
    else if (names.extra.includes(name)) put(extra, name, typeof value === 'boolean' ? value : text());
    else noteName(options, names, name);
  }
  const acl = names.acl === null ? null : options.text('default_acl');
  return {
    headers,
    traits: {
      ...(acl !== null && { acl }),
      ...traits,
      ...(Object.keys(extra).length > 0 && { extra }),
    },
  };
}

function put<Value>(into: Record<string, Value>, name: string, value: Value | undefined): void {
  if (value !== undefined) into[name] = value;
}

function textOf(options: Options, name: string, value: Datum): string | undefined {
  if (typeof value === 'string') return value;
  refuseValue(options, name, value, 'a string');
  return undefined;
}

function metadataOf(
  options: Options,
  name: string,
  value: Datum,
): Readonly<Record<string, string>> | undefined {
  if (!isTable(value) || [...value.values()].some((each) => typeof each !== 'string')) {
    refuseValue(options, name, value, 'names with strings');
    return undefined;
  }
  // Headers have no letter case.
  return Object.fromEntries([...value].map(([key, text]) => [key.toLowerCase(), String(text)]));
}

function refuseValue(options: Options, name: string, value: Datum, wanted: string): void {
  const { label, language } = options.said('object_parameters');
  const why = isUnresolved(value) ? value.reason : describeDatum(value, language);
  options.refuse('object_parameters', {
    code: 'setting-invalid',
    message: `${name} in ${label} must be ${wanted}, not ${why}`,
  });
}

function noteName(options: Options, names: ParameterNames, name: string): void {
  const { label } = options.said('object_parameters');
  if (names.ofOne.includes(name)) {
    options.refuse('object_parameters', {
      code: 'setting-invalid',
      message: `${name} in ${label} can't hold for every file`,
      hint: 'Leave it out: checksums are sent anyway.',
    });
    return;
  }
  const known = [
    ...Object.keys(names.headers),
    names.metadata,
    names.acl,
    names.storageClass,
    ...names.extra,
  ];
  const meant = nearest(
    name,
    known.filter((each) => each !== null),
  );
  const hint =
    meant === undefined ? `Known are ${known.filter(Boolean).join(', ')}.` : `Did you mean '${meant}'?`;
  const note = names.isStrict ? options.refuse : options.warn;
  note('object_parameters', {
    code: names.isStrict ? 'storage-option-unknown' : 'option-idle',
    message: `${label} has '${name}', which ${names.isStrict ? 'no upload takes' : 'changes nothing'}`,
    hint,
  });
}

/** The media types that are gzipped; `null` for none, and if every object has an encoding of its own. */
export function readGzipTypes(options: Options, { headers }: Parameters): readonly string[] | null {
  if (!options.isOn('gzip')) return null;
  if (headers.contentEncoding === undefined) return options.texts('gzip_content_types');
  options.warn('gzip', {
    code: 'option-idle',
    message: `${options.said('gzip').label} changes nothing: ${options.said('object_parameters').label} gives every file the encoding '${headers.contentEncoding}'`,
    hint: 'Take one of the two out.',
  });
  return null;
}
