import { toJson } from '../datum.ts';
import { SCHEMA, SETTING_NAMES } from './schema.ts';
import type { Shape } from './shape.ts';

/** The JSON Schema (draft-07, which editors know) of a `collectstatic.config` file, made from the one schema. */
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
  switch (shape.kind) {
    case 'any':
      return {};
    case 'path':
      return { type: 'string' };
    case 'integer':
      return {
        type: 'integer',
        ...(shape.least !== undefined && { minimum: shape.least }),
        ...(shape.most !== undefined && { maximum: shape.most }),
      };
    case 'choice':
      return { enum: shape.of };
    case 'list':
      return { type: 'array', items: schemaOf(shape.of) };
    case 'pair':
      return {
        type: 'array',
        items: [schemaOf(shape.first), schemaOf(shape.second)],
        minItems: 2,
        maxItems: 2,
      };
    case 'map':
      return { type: 'object', additionalProperties: schemaOf(shape.of) };
    case 'object':
      return {
        type: 'object',
        properties: Object.fromEntries(
          Object.entries(shape.fields).map(([key, field]) => [key, schemaOf(field)]),
        ),
        required: shape.required,
        additionalProperties: false,
      };
    case 'either':
      return { anyOf: shape.of.map(schemaOf) };
    default:
      return { type: shape.kind };
  }
}
