import { isSupported, isVariantOf, SUFFIXES } from '../processors/index.ts';
import { isStamp } from '../stamps.ts';
import type { Asset, AssetPath, CompressionFormat, Problem } from '../types.ts';
import { readSource } from './read-source.ts';

/** Result of comparing a variant that a package ships with the file it stands beside, with the sizes and times of both. */
export interface Verdict {
  readonly stamp: string;
  readonly belongs: boolean;
}

export type KnownShipped = ReadonlyMap<AssetPath, Verdict>;

export interface Shipped {
  /** Variants that don't unpack to the file they stand beside: not collected, since they would be served for it. */
  readonly foreign: ReadonlySet<AssetPath>;
  /** A warning for each of `foreign`. */
  readonly problems: readonly Problem[];
  readonly known: KnownShipped;
}

/**
 * Compares each `.gz`, `.br` and `.zst` that is offered with the file it would be served for. One that unpacks to it is
 * kept, and none is made in its place; WhiteNoise overwrites all of them.
 */
export function checkShipped(assets: readonly Asset[], last: KnownShipped): Shipped {
  const foreign = new Set<AssetPath>();
  const problems: Problem[] = [];
  const known = new Map<AssetPath, Verdict>();
  for (const { variant, original, format } of shippedVariants(assets)) {
    const stamp = `${stampOf(variant)} ${stampOf(original)}`;
    const before = last.get(variant.path);
    const isKnown = before?.stamp === stamp && ![variant, original].some(isTimeless);
    const belongs = isKnown ? before.belongs : isVariantOf(readSource(variant), format, readSource(original));
    known.set(variant.path, { stamp, belongs });
    if (belongs) continue;
    foreign.add(variant.path);
    problems.push(foreignVariant(variant, original));
  }
  return { foreign, problems, known };
}

interface ShippedVariant {
  readonly variant: Asset;
  readonly original: Asset;
  readonly format: CompressionFormat;
}

function shippedVariants(assets: readonly Asset[]): readonly ShippedVariant[] {
  // Asking what this Node can compress loads a module of it.
  if (assets.length === 0) return [];
  const formats = (Object.keys(SUFFIXES) as CompressionFormat[]).filter(isSupported);
  const candidates = assets.flatMap((variant) => {
    const format = formats.find((each) => variant.path.endsWith(SUFFIXES[each]));
    return format === undefined ? [] : [{ variant, format }];
  });
  if (candidates.length === 0) return [];
  const byPath = new Map<string, Asset>(assets.map((asset) => [asset.path, asset]));
  return candidates.flatMap(({ variant, format }) => {
    const original = byPath.get(variant.path.slice(0, -SUFFIXES[format].length));
    return original === undefined ? [] : [{ variant, original, format }];
  });
}

function stampOf({ source: { size, mtimeMs } }: Asset): string {
  return `${size}:${mtimeMs}`;
}

function isTimeless({ source }: Asset): boolean {
  return isStamp(source.mtimeMs);
}

function foreignVariant(variant: Asset, original: Asset): Problem {
  return {
    code: 'variant-foreign',
    severity: 'warning',
    message: `${variant.path} does not unpack to ${original.path} and is left out: it would be served for it`,
    at: { file: variant.source.file },
    hint: `Make it again from ${original.source.file}, or remove it.`,
  };
}
