import type { AzureSpec } from '../../types/destination.ts';
import type { ContainerClient } from './sdk.ts';

/** An open container, and how its failures tell of it. */
export interface Store {
  readonly container: ContainerClient;
  readonly name: string;
  readonly spec: AzureSpec;
  readonly endpoint: URL;
  readonly from: string;
  readonly secrets: readonly string[];
  /** How often the store has asked to slow down so far. */
  slowDowns: number;
  /** Milliseconds that its clock is ahead of ours, by its last answer. */
  ahead: number;
}

/** What a request was about: `key` is a blob's name, or the prefix of a listing. */
export interface Doing {
  readonly verb: 'list' | 'read' | 'put' | 'change' | 'remove';
  readonly key: string;
}
