import type { PythonReader } from '../../../../python/index.ts';
import type { Position, ReferencePattern, StorageKind } from '../../../../types.ts';
import type { Table } from '../../../datum.ts';
import type { ToldStorage } from '../../classes/told-class.ts';
import type { BackendStore } from '../../destination/backend-store.ts';
import type { OptionsOf } from '../options.ts';

/** The storage the settings name, before WHITENOISE_* settings are applied. */
export interface Backend {
  readonly kind: StorageKind;
  readonly className: string;
  /** References are rewritten as django-manifeststaticfiles-enhanced does it. */
  readonly isEnhanced: boolean;
  /** Only the class says a `location`, so that Django heeds it if STATIC_ROOT is set, and not otherwise. */
  readonly hasClassLocation?: boolean;
  /** Class attributes, with OPTIONS over them: `location`, `base_url`, `manifest_strict`, ... */
  readonly values: Table;
  /** If its `patterns` are other ones than Django's. */
  readonly patterns?: readonly ReferencePattern[];
  /** For a storage that puts its files into a bucket. */
  readonly store?: BackendStore;
}

export interface BackendRequest {
  readonly className: string;
  readonly options: Table;
  readonly at: Position | undefined;
  /** Where an option stands, if it is said otherwise than with `at`. */
  readonly locateOption?: (name: string) => Position | undefined;
  /** Who takes the OPTIONS: Django with its version, or this tool, whose own settings may say more. */
  readonly optionsOf: OptionsOf;
  /** `5.2`: decides which patterns are Django's own. */
  readonly djangoVersion: string;
  /** Whether overridden methods and attributes that are not built are passed over (`--assume-plain-storage`). */
  readonly assumePlain: boolean;
  readonly python: () => Promise<PythonReader>;
  /** The evaluator that read the settings, which may have changed Django's own classes. */
  readonly settingsPython: PythonReader | null;
  /** What Django itself told of this storage. */
  readonly told: ToldStorage | null;
  /** How Django's own command is had instead, if it can be. */
  readonly wayToDjango: string | undefined;
}
