import { toJson } from '../datum.ts';
import { SCHEMA, SETTING_NAMES } from './schema.ts';
import type { Shape } from './shape.ts';

/** Makes the JSON Schema (draft-07, which editors know) of a `collectstatic.config` file from the list of settings. */
export function jsonSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'collectstatic settings',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      SETTING_NAMES.map((name) => {
        const { shape, description, default: fallback } = SCHEMA[name];
        const known = fallback === null ? {} : { default: toJson(fallback) };
        return [name, { description, ...schemaOf(shape), ...known }];
      }),
    ),
  };
}

function schemaOf(shape: Shape): object {
  if (typeof shape === 'string') return scalarSchema(shape);
  if ('choice' in shape) return { enum: shape.choice };
  if ('list' in shape) return { type: 'array', items: schemaOf(shape.list) };
  if ('map' in shape) return { type: 'object', additionalProperties: schemaOf(shape.map) };
  if ('either' in shape) return { anyOf: shape.either.map(schemaOf) };
  if ('pair' in shape) {
    return { type: 'array', items: shape.pair.map(schemaOf), minItems: 2, maxItems: 2 };
  }
  if ('integer' in shape) {
    const { least, most } = shape.integer;
    return { type: 'integer', minimum: least, ...(most !== undefined && { maximum: most }) };
  }
  return {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(shape.object).map(([key, field]) => [key, schemaOf(field)]),
    ),
    required: shape.required,
    additionalProperties: false,
  };
}

function scalarSchema(scalar: Shape & string): object {
  if (scalar === 'any') return {};
  return { type: scalar === 'path' || scalar === 'version' ? 'string' : scalar };
}
