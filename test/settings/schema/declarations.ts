import type { Datum } from '../../../src/settings/datum.ts';
import { toJson } from '../../../src/settings/datum.ts';
import { FLAGGED_SETTINGS, optionName } from '../../../src/settings/schema/flags.ts';
import { SCHEMA, SETTING_NAMES } from '../../../src/settings/schema/schema.ts';
import type { Scalar, Shape } from '../../../src/settings/schema/shape.ts';

const SCALARS: Readonly<Record<Scalar, string>> = {
  string: 'string',
  path: 'string',
  version: 'string',
  boolean: 'boolean',
  integer: 'number',
  null: 'null',
  any: 'unknown',
};

/** The TypeScript type of the values that fit a shape, as text: what src/settings/schema/value.ts infers. */
export function typeText(shape: Shape, modifier: 'readonly ' | '' = 'readonly '): string {
  const inner = (part: Shape): string => typeText(part, modifier);
  if (typeof shape === 'string') return SCALARS[shape];
  if ('integer' in shape) return 'number';
  if ('choice' in shape) return shape.choice.map((word) => `'${word}'`).join(' | ');
  if ('either' in shape) return shape.either.map(inner).join(' | ');
  if ('pair' in shape) return `${modifier}[${shape.pair.map(inner).join(', ')}]`;
  if ('map' in shape) {
    const record = `Record<string, ${inner(shape.map)}>`;
    return modifier === '' ? record : `Readonly<${record}>`;
  }
  if ('list' in shape) {
    const item = inner(shape.list);
    return `${modifier}${/^readonly | \| /.test(item) ? `(${item})` : item}[]`;
  }
  const fields = Object.entries(shape.object).map(([name, field]) => {
    const key = /^\w+$/.test(name) ? name : `'${name}'`;
    return `${modifier}${key}${shape.required.includes(name) ? '' : '?'}: ${inner(field)}`;
  });
  return `{ ${fields.join('; ')} }`;
}

/**
 * The published declarations of src/settings/schema/config.ts: what the compiler infers from the list of settings, written
 * out, so that an editor shows the sentence about each key, and no reader meets the inference.
 */
export function configDeclarations(): string {
  const keys = SETTING_NAMES.map((name) => {
    const { shape, description, default: fallback } = SCHEMA[name];
    return member(name, typeText(shape), `${description}${defaultText(fallback)}`);
  });
  const flags = FLAGGED_SETTINGS.map(({ name, key, shape, flag }) =>
    member(key, typeText(shape).replace(' | null', ''), `${name}, as \`${optionName(flag)}\` sets it.`),
  );
  return `/** The keys of a \`collectstatic.config\` file. Relative paths are relative to that file. */
export interface Config {
${keys.join('')}}
/** The values of the options that set one setting each. Relative paths are relative to the working directory. */
export interface FlagValues {
${flags.join('')}}
/** Returns its argument: lets an editor check and complete a config file written in JavaScript or TypeScript. */
export declare function defineConfig(config: Config): Config;
`;
}

/** Nothing for defaults that go without saying, or are too long to be read. */
function defaultText(fallback: Datum): string {
  const text = JSON.stringify(toJson(fallback));
  const isTold = !['null', '[]', '""'].includes(text) && text.length <= 40;
  return isTold ? ` Default: \`${text}\`.` : '';
}

function member(name: string, type: string, doc: string): string {
  return `    /** ${doc.replaceAll('*/', '*\\/')} */\n    readonly ${name}?: ${type};\n`;
}
