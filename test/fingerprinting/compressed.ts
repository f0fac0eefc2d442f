import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import type { Site } from './site.ts';

export const CSS: string = 'a { color: red; background: url(logo.svg) }\n'.repeat(40);
export const SVG: string = `<svg xmlns="http://www.w3.org/2000/svg">${'<g/>'.repeat(99)}</svg>`;
export const FILES: Readonly<Record<string, string>> = { 'site.css': CSS, 'logo.svg': SVG, 'tiny.txt': 'x' };
export const MANIFEST = { STORAGE: 'compressed-manifest' };
export const PLAIN = { STORAGE: 'compressed' };

/** Every variant that is served, with the file beside it. */
export function variantsOf(site: Site): readonly string[] {
  return Object.keys(site.served()).filter((path) => /\.(?:br|gz|zst)$/.test(path));
}

/** Throws for a variant that is not its original's. */
export function checkVariants(site: Site): void {
  for (const path of variantsOf(site)) {
    const unpack = path.endsWith('.br') ? brotliDecompressSync : gunzipSync;
    const original = site.read(join('out', path.replace(/\.\w+$/, '')));
    expect(unpack(site.read(join('out', path))).equals(original), path).toBe(true);
  }
}

/** Other bytes, the same size and time: whoever reads the file again is found out. */
export function tamper(site: Site, path: string, minutes = 0): Buffer {
  const bytes = site.read(path);
  const other = Buffer.alloc(bytes.length, 'x');
  site.write(path, other, minutes);
  return other;
}
