/** Later than the first moment a zip file can hold, in any time zone; no static file is older. */
const DAY_AFTER_1980 = Date.UTC(1980, 0, 2);
/** Times that `npm pack` and hatchling give every file. */
const STAMPS: readonly number[] = [Date.UTC(1985, 9, 26, 8, 15), Date.UTC(2020, 1, 2)];

/**
 * True if a file's time, in milliseconds, says nothing about its content, since every release of a package has it: 0 and 1
 * (Nix, Guix), the start of zip's calendar, the stamps of reproducible packages.
 */
export function isStamp(mtimeMs: number): boolean {
  return mtimeMs < DAY_AFTER_1980 || STAMPS.includes(mtimeMs);
}
