import type { Unresolved } from '../datum.ts';

/** Packages of which nobody can tell whether they are installed (policy Import), and why. */
export interface PackageDoubt {
  readonly packages: readonly string[];
  readonly reason: string;
}

/** The doubt that one setting hangs on; `undefined` if it is another cause, or if an environment is known. */
export function packageDoubt({ reason, lacksPackages }: Unresolved): PackageDoubt | undefined {
  const match = /whether (\S+) is installed is not known: (.*)$/s.exec(reason);
  if (lacksPackages !== true || match === null) return undefined;
  return { packages: [match[1] as string], reason: match[2] as string };
}

/** The doubt of several settings as one; `undefined` if it is about one package, or some hang on another cause. */
export function sharedDoubt(roots: readonly Unresolved[]): PackageDoubt | undefined {
  const doubts = roots.map(packageDoubt).filter((doubt) => doubt !== undefined);
  const packages = [...new Set(doubts.flatMap((doubt) => doubt.packages))];
  const [first] = doubts;
  if (first === undefined || doubts.length < roots.length || packages.length < 2) return undefined;
  return { packages, reason: first.reason };
}
