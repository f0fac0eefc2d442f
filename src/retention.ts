/** Number of releases that `swap` and `prune` keep by default: the one that is served and two to go back to. */
export const KEPT_RELEASES = 3;

const DAY = 24 * 3_600_000;

/** Milliseconds for which `prune` keeps retired files by default. */
export const RETIRED_FOR: number = 14 * DAY;
