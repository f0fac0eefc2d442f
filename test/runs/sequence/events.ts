import fc from 'fast-check';

/** Where sources may lie. `assets/img` and `assets/css` are files where others need a folder. */
const FILES = [
  'assets/site.css',
  'assets/css/base.css',
  'assets/css/print.css',
  'assets/img/logo.svg',
  'assets/js/app.js',
  'assets/img',
  'apps/shop/static/site.css',
  'apps/shop/static/shop/shop.css',
  'apps/shop/static/img/logo.svg',
  'apps/shop/static/css',
  'node/lib.js',
] as const;

const REFERENCES = ['site.css', 'css/base.css', 'img/logo.svg', 'shop/shop.css', 'vendor/lib.js'] as const;

/** What other people put into STATIC_ROOT. */
export const FOREIGN: readonly string[] = [
  'upload.png',
  '.well-known/security.txt',
  'css/mine.txt',
  'img/logo.0123456789ab.svg',
];

const file = fc.constantFrom(...FILES);

const text = fc
  .record({
    refers: fc.uniqueArray(fc.constantFrom(...REFERENCES), { maxLength: 2 }),
    version: fc.integer({ min: 0, max: 2 }),
    // Only the long ones are worth compressing.
    long: fc.boolean(),
  })
  .map(({ refers, version, long }) =>
    `/* ${version} */ ${refers.map((path) => `a { b: url(/static/${path}) } `).join('')}`.repeat(
      long ? 20 : 1,
    ),
  );

/** Settings that change from run to run. */
export interface Variation {
  readonly STORAGE: string;
  readonly KEEP_ONLY_HASHED_FILES: boolean;
  readonly COMPRESS_FORMATS: readonly string[];
  readonly IGNORE: readonly string[];
}

const storage: fc.Arbitrary<Variation> = fc.record({
  STORAGE: fc.constantFrom('plain', 'manifest', 'compressed', 'compressed-manifest'),
  KEEP_ONLY_HASHED_FILES: fc.boolean(),
  COMPRESS_FORMATS: fc.constantFrom<readonly string[]>(['br', 'gzip'], ['gzip']),
  IGNORE: fc.constantFrom<readonly string[]>([], [], ['*.svg'], ['css']),
});

const often = fc.constantFrom(true, false);
/** The next run has to watch the lock of another container for two beats. */
const seldom = fc.integer({ min: 0, max: 19 }).map((one) => one === 19);
const rarely = fc.constantFrom(false, false, false, true);

export interface Flags {
  readonly clear: boolean;
  readonly clearOwned: boolean;
  readonly link: boolean;
  readonly swap: boolean;
  /** Releases that stay, with `swap`. */
  readonly keep: number;
  readonly dedupe: boolean;
  readonly checksum: boolean;
  readonly durable: boolean;
}

/** A run without any wish, that keeps two releases. */
export const ORDINARY: Flags = {
  clear: false,
  clearOwned: false,
  link: false,
  swap: false,
  keep: 2,
  dedupe: true,
  checksum: false,
  durable: false,
};

export const flags: fc.Arbitrary<Flags> = fc.record({
  clear: rarely,
  clearOwned: rarely,
  link: rarely,
  swap: fc.constantFrom(false, false, true),
  keep: fc.integer({ min: 1, max: 3 }),
  dedupe: often,
  checksum: rarely,
  durable: rarely,
});

/** Of `prune`. */
export interface Limits {
  readonly keep: number;
  /** Nothing here is a day old. */
  readonly olderThanMs: number;
}

const limits: fc.Arbitrary<Limits> = fc.record({
  keep: fc.integer({ min: 1, max: 3 }),
  olderThanMs: fc.constantFrom(0, 0, 86_400_000),
});

/** What may happen to a project and its STATIC_ROOT. */
export type Event =
  | { readonly kind: 'edit'; readonly file: string; readonly text: string; readonly timeless: boolean }
  | { readonly kind: 'delete'; readonly file: string }
  | { readonly kind: 'rename'; readonly file: string; readonly to: string }
  | { readonly kind: 'set'; readonly storage: Variation }
  /** `rehearse`: a dry run comes first, and has to tell the same. */
  | { readonly kind: 'run'; readonly flags: Flags; readonly rehearse: boolean }
  /** A run that is killed before its `at`-th change of the file system; `isApart`: as in another container. */
  | { readonly kind: 'kill'; readonly flags: Flags; readonly at: number; readonly isApart?: boolean }
  /** A run that stands still before its `at`-th change, while another one tries to run, and then goes on. */
  | { readonly kind: 'suspend'; readonly flags: Flags; readonly at: number }
  | { readonly kind: 'prune'; readonly limits: Limits }
  | { readonly kind: 'rollback' }
  | { readonly kind: 'lose the ledger' }
  | { readonly kind: 'upload'; readonly path: string }
  /** One of the files that are served gets other bytes. */
  | { readonly kind: 'spoil'; readonly which: number };

function kind<Kind extends Event['kind']>(name: Kind): fc.Arbitrary<Kind> {
  return fc.constant(name);
}

export const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: kind('edit'), file, text, timeless: rarely }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('delete'), file }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('rename'), file, to: file }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('set'), storage }) },
  { weight: 6, arbitrary: fc.record({ kind: kind('run'), flags, rehearse: rarely }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: kind('kill'), flags, at: fc.integer({ min: 3, max: 60 }), isApart: seldom }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind('suspend'), flags, at: fc.integer({ min: 3, max: 60 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('prune'), limits }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('rollback') }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('lose the ledger') }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('upload'), path: fc.constantFrom(...FOREIGN) }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('spoil'), which: fc.nat() }) },
);
