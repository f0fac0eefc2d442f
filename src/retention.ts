/** How many releases `swap` and `prune` keep unless told otherwise: the one that is served and two to go back to. */
export const KEPT_RELEASES = 3;

const DAY = 24 * 3_600_000;

/** How long `prune` keeps what is retired unless told otherwise; milliseconds. */
export const RETIRED_FOR: number = 14 * DAY;
