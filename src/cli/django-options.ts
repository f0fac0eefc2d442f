import type { Command, Option } from 'commander';
import { BETWEEN_US } from './options/index.ts';

/** An option of a management command, as `argparse` is told of it. */
export interface DjangoOption {
  readonly name: string;
  readonly dest: string;
  readonly help: string;
  readonly kind: 'flag' | 'value' | 'list';
  readonly metavar?: string;
  readonly choices?: readonly string[] | null;
}

/** Options that Django's management commands have, under these names. */
const DJANGOS: ReadonlySet<string> = new Set(
  `--version --settings --pythonpath --verbosity --no-color --force-color --traceback --skip-checks --noinput --no-input
  --no-post-process --ignore --dry-run --clear --link --no-default-ignore --first`.split(/\s+/),
);

/** Options about how settings are read: manage.py tells them. */
const ABOUT_READING: ReadonlySet<string> = new Set(
  '--init --venv --python --allow-read --env-file --assume-benign --django-version --skip-missing-apps'.split(
    ' ',
  ),
);

/** Returns the options of a command that its management command has beyond Django's. */
export function djangoOptions({ options }: Command): readonly DjangoOption[] {
  return options
    .filter(
      ({ long, flags }) =>
        long && !DJANGOS.has(long) && !ABOUT_READING.has(long) && !BETWEEN_US.includes(flags),
    )
    .map(djangoOption);
}

function djangoOption(option: Option): DjangoOption {
  const name = option.long ?? option.flags;
  const dest = name.slice(2).replaceAll('-', '_');
  // argparse takes a percent sign for a format.
  const help = option.description.replaceAll('%', '%%');
  if (!option.required) return { name, dest, help, kind: 'flag' };
  const metavar = (/<(.+)>/.exec(option.flags)?.[1] ?? 'value').toUpperCase();
  const kind = /repeatable/.test(option.description) ? 'list' : 'value';
  return { name, dest, help, kind, metavar, choices: option.argChoices ?? null };
}
