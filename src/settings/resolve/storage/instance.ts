import type { PythonReader } from '../../../python/index.ts';
import type { Datum, Table } from '../../datum.ts';
import { isOpaque, isUnresolved } from '../../datum.ts';
import { MANIFEST_STORAGE, STORE_OPTIONS } from '../destination/options.ts';
import type { Service } from '../destination/stores.ts';
import { readAttributes } from './attributes.ts';
import { ENHANCED_OPTIONS } from './enhanced.ts';
import { isOverridable } from './members.ts';
import { ARGUMENTS } from './options.ts';

/** What a storage's own `__init__` makes of the OPTIONS, by the names of Django's attributes. */
export interface StorageInstance {
  /** What it hands up to FileSystemStorage, where a class attribute goes first. */
  readonly handed: Table;
  /** What it sets on the object itself. */
  readonly set: Table;
  /** What it sets, or why it can't be followed, where that is not built. */
  readonly overrides: readonly string[];
}

/** What Django's `__init__` reads, so that it depends on the moment, and what WhiteNoise has as a property. */
const TOO_LATE: ReadonlySet<string> = new Set([
  'keep_only_hashed_files',
  'patterns',
  'support_js_module_import_aggregation',
]);

/** Whose `__init__` it is, and whether it hands on to one of django-manifeststaticfiles-enhanced, or of django-storages. */
export interface Init {
  readonly owner: string;
  readonly enhanced: boolean;
  readonly service: Service | undefined;
}

/** Makes the storage as Django does, with the OPTIONS as keywords, and reads what that set on it. */
export async function readStorageInstance(
  python: PythonReader,
  className: string,
  { owner, enhanced, service }: Init,
  options: Table,
): Promise<StorageInstance> {
  const keywords = Object.fromEntries([...options].filter(([, value]) => isData(value)));
  const made = await python.makeInstance(
    className,
    [],
    keywords as Parameters<PythonReader['makeInstance']>[2],
  );
  const [handed, set] = [new Map<string, Datum>(), new Map<string, Datum>()];
  if (made?.kind !== 'instance') {
    const why = made === null ? '' : `, which can't be followed: ${made.reason}`;
    return { handed, set, overrides: [`${owner}.__init__()${why}`] };
  }
  const { plainDatum } = await import('../../sources/load/plain.ts');
  const overrides: string[] = [];
  const attributes = new Map([...made.attributes].map(([name, { value }]) => [name, plainDatum(value)]));
  for (const name of ARGUMENTS) {
    const value = attributes.get(`_${name}`) ?? null;
    if (value !== null) handed.set(name, value);
  }
  const read = readAttributes(enhanced, service);
  const given = attributes.get('_given_settings');
  if (service !== undefined && Array.isArray(given)) {
    const taken = [...Object.keys(STORE_OPTIONS[service]), MANIFEST_STORAGE];
    const wrong = given.filter((name) => !taken.includes(String(name)));
    overrides.push(...wrong.map((name) => `${name}, which ${owner}.__init__() hands on and no setting has`));
  }
  for (const [name, value] of attributes) {
    const isHanded = enhanced && ENHANCED_OPTIONS.includes(name) && attributes.get(`_${name}`) === value;
    if (read.has(name) && (isHanded || !TOO_LATE.has(name))) set.set(name, value);
    else if (TOO_LATE.has(name) || isOverridable(name, enhanced, service))
      overrides.push(`${name}, set in ${owner}.__init__()`);
  }
  return { handed, set, overrides };
}

function isData(datum: Datum): boolean {
  return !isUnresolved(datum) && !isOpaque(datum);
}
