import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSupported, isVariantOf } from '../../src/processors/codecs.ts';
import {
  type Compressed,
  type CompressionInput,
  type CompressionOptions,
  compress as compressEach,
  isCompressible,
} from '../../src/processors/compress.ts';
import type { AssetPath } from '../../src/types.ts';

const TEXT = Buffer.from('a { color: red; background: blue }\n'.repeat(40));
const ALL: CompressionOptions = { skipExtensions: [] };

function inputsOf(files: Readonly<Record<string, Uint8Array>>, reads: string[] = []) {
  return Object.entries(files).map(([name, bytes]) => ({
    path: name as AssetPath,
    size: bytes.length,
    read: () => {
      reads.push(name);
      return bytes;
    },
  }));
}

/** All variants, in the order of the inputs. */
async function compress(
  inputs: readonly CompressionInput[],
  options: CompressionOptions,
): Promise<readonly Compressed[]> {
  const made: Compressed[] = [];
  await compressEach(inputs, options, (variant) => made.push(variant));
  return inputs.flatMap(({ path }) => made.filter(({ of }) => of === path));
}

async function pathsOf(
  files: Readonly<Record<string, Uint8Array>>,
  options = ALL,
): Promise<readonly string[]> {
  return (await compress(inputsOf(files), options)).map(({ path }) => path);
}

test('text gets a Brotli and a gzip variant that unpack to it', async () => {
  const [br, gz] = await compress(inputsOf({ 'a.css': TEXT }), ALL);
  expect([br?.path, br?.of, gz?.path]).toEqual(['a.css.br', 'a.css', 'a.css.gz']);
  expect(brotliDecompressSync(br?.bytes as Uint8Array)).toEqual(TEXT);
  expect(gunzipSync(gz?.bytes as Uint8Array)).toEqual(TEXT);
});

test('the Brotli bytes are those WhiteNoise writes', async () => {
  const [br] = await compress(inputsOf({ 'a.css': TEXT }), ALL);
  const digest = createHash('md5')
    .update(br?.bytes as Uint8Array)
    .digest('hex');
  // whitenoise 6.12, brotli 1.2.1
  expect(digest).toBe('9de00802481eed87473b32b5210a1999');
});

test('a gzip file tells neither time nor system', async () => {
  const [made] = await compress(inputsOf({ 'a.css': TEXT }), { ...ALL, formats: ['gzip'] });
  expect(
    Buffer.from(made?.bytes as Uint8Array)
      .subarray(0, 10)
      .toString('hex'),
  ).toBe('1f8b08000000000002ff');
});

test('what does not shrink by a twentieth is left alone, and gzip is not tried after Brotli', async () => {
  const noise = createHash('sha512').update('noise').digest();
  expect(await pathsOf({ noise, empty: Buffer.alloc(0), short: Buffer.from('abc') })).toEqual([]);
  // Brotli knows common words by heart, gzip does not.
  const words = Buffer.from('The value of the function');
  expect(await pathsOf({ words })).toEqual(['words.br']);
  expect(await pathsOf({ words }, { ...ALL, formats: ['gzip'] })).toEqual([]);
});

test('extensions, sizes and shipped variants', async () => {
  const options = { ...ALL, skipExtensions: ['png', 'GZ'], minSize: 100 };
  const path = (name: string): AssetPath => name as AssetPath;
  expect(isCompressible(path('a.PNG'), 1000, options)).toBe(false);
  expect(isCompressible(path('a.gz'), 1000, options)).toBe(false);
  expect(isCompressible(path('a.png/b'), 1000, options)).toBe(true);
  expect(isCompressible(path('a.css'), 99, options)).toBe(false);
  expect(isCompressible(path('a.css'), 100, options)).toBe(true);
  expect(isCompressible(path('a.css'), 0, ALL)).toBe(false);
  expect(await pathsOf({ 'a.css': TEXT }, { ...ALL, taken: new Set([path('a.css.br')]) })).toEqual([
    'a.css.gz',
  ]);
});

test('zstd where Node has it', async () => {
  const paths = await pathsOf({ 'a.css': TEXT }, { ...ALL, formats: ['zstd', 'gzip'] });
  expect(paths).toEqual(isSupported('zstd') ? ['a.css.zst', 'a.css.gz'] : ['a.css.gz']);
});

test('levels are heeded', async () => {
  const text = Buffer.from(
    Array.from({ length: 2000 }, (_, index) => `.c${index * 7919} { top: ${index}px }`).join('\n'),
  );
  const [small] = await compress(inputsOf({ a: text }), { ...ALL, formats: ['gzip'] });
  const [big] = await compress(inputsOf({ a: text }), { ...ALL, formats: ['gzip'], levels: { gzip: 1 } });
  expect(small?.bytes.length).toBeLessThan(big?.bytes.length as number);
});

test('the same bytes under two names are compressed once', async () => {
  const other = Buffer.from(TEXT.toString().replace('red', 'RED'));
  const made = await compress(inputsOf({ 'a.css': TEXT, 'b.css': other, 'a.1.css': TEXT }), ALL);
  const byPath = new Map(made.map(({ path, bytes }) => [path as string, bytes]));
  expect(byPath.get('a.1.css.br')).toBe(byPath.get('a.css.br'));
  expect(brotliDecompressSync(byPath.get('b.css.br') as Uint8Array)).toEqual(other);
});

test('the result is in the order of the inputs, and always the same', async () => {
  const files = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,6}\.(css|js|txt)$/),
    fc.string({ minLength: 1, maxLength: 30 }).map((text) => Buffer.from(text.repeat(20))),
    { maxKeys: 8 },
  );
  const property = fc.asyncProperty(files, fc.integer({ min: 1, max: 4 }), async (some, parallel) => {
    const made = await compress(inputsOf(some), { ...ALL, parallel });
    const again = await compress(inputsOf(some), { ...ALL, parallel: 1 });
    expect(again).toEqual(made);
    const order = Object.keys(some).flatMap((path) => made.filter(({ of }) => of === path));
    expect(made).toEqual(order);
    for (const { path, of, bytes } of made) {
      const unpack = path.endsWith('.br') ? brotliDecompressSync : gunzipSync;
      expect(unpack(bytes)).toEqual(some[of]);
    }
  });
  await fc.assert(property, { numRuns: 25, seed: 20260105 });
});

test('a file that can not be read ends it', async () => {
  const read = (): never => {
    throw new Error('EACCES');
  };
  await expect(compress([{ path: 'a.css' as AssetPath, size: 10, read }], ALL)).rejects.toThrow('EACCES');
});

test('whether a shipped variant belongs to a file', async () => {
  const [br, gz] = await compress(inputsOf({ a: TEXT }), ALL);
  expect(isVariantOf(br?.bytes as Uint8Array, 'br', TEXT)).toBe(true);
  expect(isVariantOf(gz?.bytes as Uint8Array, 'gzip', TEXT)).toBe(true);
  expect(isVariantOf(gz?.bytes as Uint8Array, 'gzip', Buffer.from('other'))).toBe(false);
  expect(isVariantOf(Buffer.from('no gzip'), 'gzip', TEXT)).toBe(false);
});

test('a signal ends it in the middle of a file', async () => {
  // Would take Brotli half a minute.
  const text = Buffer.from(Array.from({ length: 4_000_000 }, (_, n) => (n * 7919) % 100_003).join(' '));
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 100);
  const ended = compress(inputsOf({ 'a.txt': text }), { ...ALL, signal: controller.signal });
  await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
});

test.each([0, 1, 262_143, 262_144, 262_145, 1_100_000])(
  'the bytes are those of zlib in one call: %i',
  async (size) => {
    const text = Buffer.from(
      Array.from({ length: size / 4 }, (_, n) => (n * 7919) % 100_003).join(' '),
    ).subarray(0, size);
    const [br] = await compress(inputsOf({ 'a.txt': text }), { ...ALL, formats: ['br'] });
    const whole = brotliCompressSync(text);
    if (whole.length > text.length * 0.95) expect(br).toBeUndefined();
    else expect(Buffer.compare(br?.bytes as Uint8Array, whole)).toBe(0);
  },
);
