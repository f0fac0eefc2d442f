import type { AssetPath, Problem } from '../types.ts';

/** Bytes in UTF-8. The same for Amazon S3, Google Cloud Storage and R2; Azure counts characters, and takes no fewer. */
const LONGEST_KEY = 1024;
/** Names shown of many. */
const SHOWN = 5;

/** The folder of what is ours in a bucket, below the prefix. `~` sorts behind every ASCII letter: at the end of a listing. */
export const OWN_PREFIX = '~collectstatic/';

/** The key of the remote ledger. */
export function ledgerKey(prefix: string): string {
  return `${prefix}${OWN_PREFIX}ledger.json`;
}

interface Rule {
  readonly code: string;
  readonly says: string;
  readonly hint: string;
  breaks(key: string, path: AssetPath): boolean;
}

const RULES: readonly Rule[] = [
  {
    code: 'publish-key-too-long',
    says: `would get keys of more than ${LONGEST_KEY} bytes, which no store takes`,
    hint: 'Shorten the folders or the file names, or the prefix (location).',
    breaks: (key) => Buffer.byteLength(key) > LONGEST_KEY,
  },
  {
    code: 'publish-key-control',
    says: 'have control characters in their names, which listings of stores (XML) can not hold',
    hint: 'Rename the files.',
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
    breaks: (key) => /[\u0000-\u001f\u007f\ufffe\uffff]/.test(key),
  },
  {
    code: 'publish-key-ours',
    says: `lie in ${OWN_PREFIX}, where the ledger of the bucket is kept`,
    hint: 'Rename the folder.',
    breaks: (_key, path) => path.startsWith(OWN_PREFIX),
  },
];

/** Of Azure, whose names are stricter. */
const AZURE_RULES: readonly Rule[] = [
  {
    code: 'publish-key-azure',
    says: 'have names or folders that end in a dot, or more than 254 folders, which Azure does not take',
    hint: 'Rename the files.',
    breaks: (key) => /\.(?:\/|$)/.test(key) || key.split('/').length > 254,
  },
];

/** What keeps paths from being keys: one problem for each cause. */
export function keyProblems(
  paths: readonly AssetPath[],
  prefix: string,
  store: 's3' | 'azure' | 'gcs',
): readonly Problem[] {
  const rules = store === 'azure' ? [...RULES, ...AZURE_RULES] : RULES;
  return rules.flatMap((rule): Problem[] => {
    const broken = paths.filter((path) => rule.breaks(prefix + path, path));
    if (broken.length === 0) return [];
    const files = broken.length === 1 ? '1 file' : `${broken.length} files`;
    return [
      {
        code: rule.code,
        severity: 'error',
        message: `${files} ${rule.says}: ${namesOf(broken)}`,
        hint: rule.hint,
      },
    ];
  });
}

/** The first few of many names. */
export function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).map(shortened);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function shortened(name: string): string {
  return name.length > 200 ? `${name.slice(0, 120)}...${name.slice(-60)}` : name;
}
