import type { Shape } from './shape.ts';

export const STRING: Shape = { kind: 'string' };
export const PATH: Shape = { kind: 'path' };
export const BOOLEAN: Shape = { kind: 'boolean' };
export const STRINGS: Shape = { kind: 'list', of: STRING };
export const PATHS: Shape = { kind: 'list', of: PATH };

export function orNull(shape: Shape): Shape {
  return { kind: 'either', of: [shape, { kind: 'null' }] };
}

/** An entry of STATICFILES_DIRS. */
export const DIRECTORY: Shape = {
  kind: 'either',
  of: [
    PATH,
    { kind: 'pair', first: STRING, second: PATH },
    {
      kind: 'object',
      fields: { dir: PATH, prefix: STRING, include: STRINGS, exclude: STRINGS },
      required: ['dir'],
    },
  ],
};

export const BACKEND: Shape = {
  kind: 'object',
  fields: { BACKEND: STRING, OPTIONS: { kind: 'map', of: { kind: 'any' } } },
  required: ['BACKEND'],
};

/** How hard each format is to try: the scales of Brotli, zlib and zstd. */
export const LEVELS: Shape = {
  kind: 'object',
  fields: {
    br: { kind: 'integer', least: 0, most: 11 },
    gzip: { kind: 'integer', least: 1, most: 9 },
    zstd: { kind: 'integer', least: 1, most: 22 },
  },
  required: [],
};

/** Whether to write a file, or under which name. */
export const FILE_NAME: Shape = { kind: 'either', of: [BOOLEAN, STRING] };
