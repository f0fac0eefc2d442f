import type { BuildOptions } from 'esbuild';

export function bundleChunks(
  options: BuildOptions & { readonly packs: Readonly<Record<string, readonly string[]>> },
): Promise<readonly string[]>;
