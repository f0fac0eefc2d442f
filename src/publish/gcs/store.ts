import type { GcsSpec } from '../../types/destination.ts';
import type { Agents } from '../transport/http-request.ts';
import type { TokenSource } from './credentials.ts';

/** An open bucket, and how its failures tell of it. */
export interface Store {
  readonly name: string;
  readonly spec: GcsSpec;
  readonly endpoint: URL;
  readonly from: string;
  readonly agents: Agents;
  /** `null` for the emulator, which asks nobody who they are. */
  readonly token: TokenSource | null;
  /** How often the store has asked to slow down so far. */
  slowDowns: number;
  /** Milliseconds that its clock is ahead of ours, by its last answer. */
  ahead: number;
}

/** What a request was about: `key` is the name of an object, or the prefix of a listing. */
export interface Doing {
  readonly verb: 'list' | 'read' | 'put' | 'change' | 'remove';
  readonly key: string;
}
