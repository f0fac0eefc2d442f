import type { CompressionFormat, CompressionSpec } from '../../../types.ts';
import type { Datum, Table } from '../../datum.ts';
import type { Reader } from '../../reader.ts';
import { SCHEMA } from '../../schema/schema.ts';

/** What holds where nothing is compressed. */
export const NO_COMPRESSION: CompressionSpec = {
  formats: [],
  levels: levels(new Map()),
  skipExtensions: [],
  minSize: 0,
};

/** What WHITENOISE_SKIP_COMPRESS_EXTENSIONS and this tool's COMPRESS_* settings say. */
export function resolveCompression(reader: Reader): CompressionSpec {
  const skip =
    reader.need('COMPRESS_SKIP_EXTENSIONS') ??
    reader.needMinor('WHITENOISE_SKIP_COMPRESS_EXTENSIONS') ??
    SCHEMA.WHITENOISE_SKIP_COMPRESS_EXTENSIONS.default;
  return {
    formats: [...new Set((reader.need('COMPRESS_FORMATS') ?? []) as readonly CompressionFormat[])],
    levels: levels((reader.need('COMPRESS_LEVELS') ?? new Map()) as Table),
    // WhiteNoise compares without regard to letter case.
    skipExtensions: (skip as readonly string[]).map((extension) => extension.toLowerCase()),
    minSize: Number(reader.need('COMPRESS_MIN_SIZE') ?? 0),
  };
}

/** A format that is not mentioned has its usual level. */
function levels(asked: Table): CompressionSpec['levels'] {
  const usual = SCHEMA.COMPRESS_LEVELS.default as ReadonlyMap<string, Datum>;
  const level = (format: CompressionFormat): number => Number(asked.get(format) ?? usual.get(format));
  return { br: level('br'), gzip: level('gzip'), zstd: level('zstd') };
}
