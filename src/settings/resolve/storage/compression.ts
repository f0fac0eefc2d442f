import type { CompressionFormat, CompressionSpec } from '../../../types.ts';
import type { Table } from '../../datum.ts';
import type { Reader } from '../../reader.ts';
import { WHITENOISE_SETTINGS } from '../../schema/package-settings.ts';
import { TOOL_SETTINGS } from '../../schema/tool-settings.ts';

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
    WHITENOISE_SETTINGS.WHITENOISE_SKIP_COMPRESS_EXTENSIONS.default;
  return {
    formats: [...new Set(reader.need('COMPRESS_FORMATS'))],
    levels: levels(reader.need('COMPRESS_LEVELS') ?? new Map()),
    // WhiteNoise compares without regard to letter case.
    skipExtensions: skip.map((extension) => extension.toLowerCase()),
    minSize: Number(reader.need('COMPRESS_MIN_SIZE') ?? 0),
  };
}

/** A format that is not mentioned has its usual level. */
function levels(asked: Table): CompressionSpec['levels'] {
  const usual = TOOL_SETTINGS.COMPRESS_LEVELS.default;
  const level = (format: CompressionFormat): number => Number(asked.get(format) ?? usual[format]);
  return { br: level('br'), gzip: level('gzip'), zstd: level('zstd') };
}
