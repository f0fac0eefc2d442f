/** A content coding that variants are stored in, and how their names end. */
export interface Coding {
  readonly encoding: 'br' | 'zstd' | 'gzip';
  readonly suffix: string;
}

/** The codings in the order in which a server prefers them, if a client takes them equally. */
export const CODINGS: readonly Coding[] = [
  { encoding: 'br', suffix: '.br' },
  { encoding: 'zstd', suffix: '.zst' },
  { encoding: 'gzip', suffix: '.gz' },
];

/** A variant of a file: its coding, and its path below STATIC_ROOT. */
export interface Encoded {
  readonly encoding: Coding['encoding'];
  readonly path: string;
}

/** Returns the variants of `path` that lie beside it, the preferred first. */
export function variantsOf(path: string, exists: (path: string) => boolean): readonly Encoded[] {
  return CODINGS.map(({ encoding, suffix }) => ({ encoding, path: path + suffix })).filter((variant) =>
    exists(variant.path),
  );
}

/** Returns the file that `path` is a variant of, and its coding; `null` if no such file lies beside it. */
export function originalOf(path: string, exists: (path: string) => boolean): Encoded | null {
  const coding = CODINGS.find(({ suffix }) => path.endsWith(suffix) && path.length > suffix.length);
  if (coding === undefined) return null;
  const original = path.slice(0, -coding.suffix.length);
  return exists(original) ? { encoding: coding.encoding, path: original } : null;
}
