/** What `--init` found in a project. */
export interface FoundProject {
  /** The settings to start from: a module, or a file relative to the config file. */
  readonly base: string;
  readonly hasStaticRoot: boolean;
  /** Paths that no rule settles. */
  readonly conflicts: readonly string[];
}

/** At most so many conflicts are written out. */
const LISTED = 10;

/** Returns the text of a collectstatic.config.ts. */
export function configText({ base, hasStaticRoot, conflicts }: FoundProject): string {
  return `import { defineConfig } from 'collectstatic';

export default defineConfig({
  // What is written here is stronger than the project's own settings.
  EXTENDS: ${literal(base)},

  ${hasStaticRoot ? '// ' : ''}STATIC_ROOT: 'staticfiles',

  // More folders to collect from; a pair is [prefix, folder].
  // STATICFILES_DIRS: ['assets', ['vendor', 'node_modules/htmx.org/dist']],

  // Paths that are overridden on purpose${offeredTwice(conflicts)}.
  // ALLOW_CONFLICTS: [${listed(conflicts, literal) || "'favicon.ico'"}],
  // FAIL_ON_CONFLICT: true,

  // Who wins: for paths that match, this app or folder.
  // PRECEDENCE: [['admin/**', 'theme']],

  // Names to leave out, as --ignore takes them.
  // IGNORE: ['*.map'],
});
`;
}

/** Returns what to append to a settings module; `staticRootLine` is for one that has no STATIC_ROOT. */
export function settingsBlock(
  { hasStaticRoot, conflicts }: Omit<FoundProject, 'base'>,
  staticRootLine: string,
): string {
  return `
${hasStaticRoot ? '' : `${staticRootLine}\n\n`}# What collectstatic has beyond Django's settings.
COLLECTSTATIC = {
    # Paths that are overridden on purpose${offeredTwice(conflicts)}.
    # "ALLOW_CONFLICTS": [${listed(conflicts, pythonLiteral) || '"favicon.ico"'}],
    # "FAIL_ON_CONFLICT": True,

    # Who wins: for paths that match, this app or folder.
    # "PRECEDENCE": [["admin/**", "theme"]],

    # Names to leave out, as --ignore takes them.
    # "IGNORE": ["*.map"],
}
`;
}

function offeredTwice({ length }: readonly string[]): string {
  return length > 0 ? `; offered twice now: ${length}` : '';
}

function listed(paths: readonly string[], write: (path: string) => string): string {
  return paths.slice(0, LISTED).map(write).join(', ');
}

/** A name with a line feed would end the comment that it stands in. */
function literal(text: string): string {
  const escaped = text.replace(/['\\]/g, '\\$&');
  return `'${escaped.replace(/\p{Cc}|[\u2028\u2029]/gu, (char) => `\\u${hexadecimal(char, 4)}`)}'`;
}

/** In ASCII, which is right in every encoding that a settings module may declare. */
function pythonLiteral(text: string): string {
  const escaped = text.replace(/["\\]/g, '\\$&');
  return `"${escaped.replace(/[^ -~]/gu, (char) => (char.length > 1 ? `\\U${hexadecimal(char, 8)}` : `\\u${hexadecimal(char, 4)}`))}"`;
}

function hexadecimal(char: string, digits: number): string {
  return (char.codePointAt(0) ?? 0).toString(16).padStart(digits, '0');
}
