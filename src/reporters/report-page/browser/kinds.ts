/** Kinds of files that have a colour of their own, with their endings. */
export const KINDS: readonly (readonly [string, string, RegExp])[] = [
  ['css', 'Styles', /\.(?:css|scss|sass|less)$/i],
  ['js', 'Scripts', /\.(?:[cm]?js|[cm]?tsx?|jsx|wasm)$/i],
  ['image', 'Images', /\.(?:png|jpe?g|gif|svg|webp|avif|ico|bmp|tiff?|psd)$/i],
  ['font', 'Fonts', /\.(?:woff2?|ttf|otf|eot)$/i],
  ['map', 'Source maps', /\.map$/i],
];

export function kindOf(path: string): string {
  return KINDS.find(([, , pattern]) => pattern.test(path))?.[0] ?? 'other';
}

const UNITS = ['B', 'kB', 'MB', 'GB'];

/** Words a number of bytes, powers of 1000. */
export function sizeText(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 9.95 ? value.toFixed(0) : value.toFixed(1)} ${UNITS[unit]}`;
}
