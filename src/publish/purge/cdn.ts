import type { Destination, PurgeTarget } from '../../types.ts';
import type { Clock } from '../clock.ts';
import type { Forgotten } from './collapse.ts';

/** Sends one request; `fetch` does. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

/** What there is to say to a CDN. */
export interface Word {
  readonly items: readonly Forgotten[];
  readonly destination: Destination;
  /** The same for the same release: a CDN that knows it does nothing twice. */
  readonly id: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Sends with retries; throws for an answer that is no success. */
  readonly ask: (url: string, init: RequestInit) => Promise<Response>;
  readonly clock: Clock;
}

/** One kind of CDN. */
export interface Cdn<Target extends PurgeTarget = PurgeTarget> {
  /** For people: `CloudFront (distribution E123)`. */
  name(target: Target): string;
  /** The most items that it is told one by one. */
  readonly limit: number;
  /** Variables of the environment that hold its token, one of each group; what can't be had without is an error beforehand. */
  readonly tokens: readonly (readonly string[])[];
  /** True if it is told URLs with their host. */
  readonly needsUrl: boolean;
  /** What it means if it can't be told, behind its name; default: that it may send old files. */
  readonly failure?: string;
  /** True if it is told also that nothing has changed: else a file would hold the list of an earlier publish. */
  readonly isToldNothing?: true;
  /** The items as it takes them, for the report. */
  items(word: Pick<Word, 'items' | 'destination'>): readonly string[];
  tell(target: Target, word: Word): Promise<void>;
}

/** The first variable of the group that is set. */
export function tokenOf(env: Word['env'], names: readonly string[]): string {
  return names.map((name) => env[name]).find((value) => value !== undefined && value !== '') ?? '';
}

/** Pieces of at most `size`. */
export function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
