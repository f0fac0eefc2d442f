import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Served } from '../../serving/index.ts';
import type { Content } from '../http/content.ts';
import { isSame, isSettled, type LookUp } from '../http/look-up.ts';
import { chooseEncoding } from '../http/negotiation.ts';
import type { Offer } from '../http/send.ts';

/** What is known of a path before anybody asks for it. */
export interface Plan {
  /** Absolute. */
  readonly file: string;
  readonly served: Served;
  /** Chooses the coding of a variant, or `identity`, by Accept-Encoding. */
  readonly choose: (accepted: string | undefined) => string;
  /** The file of a coding; `undefined` for one that there is not, and for `identity`. */
  readonly variantFile: (encoding: string) => string | undefined;
  /** What was sent before. It keeps no content in memory. */
  readonly offers: WeakMap<Content, Offer>;
}

/** Paths that are remembered. */
const MOST_PLANS = 20_000;

interface Kept {
  readonly folder: string;
  readonly stats: Stats;
  readonly plan: Plan;
}

/**
 * Makes plans for the files below `root`, each of them once, as long as nothing comes or goes in the folder of the file:
 * variants lie beside it. What is written into a file is no matter of its plan.
 */
export function makePlans(
  root: string,
  lookUp: LookUp,
  serve: (path: string) => Served,
): (path: string) => Plan {
  const kept = new Map<string, Kept>();
  return (path) => {
    const known = kept.get(path);
    if (known !== undefined) {
      const stats = lookUp(known.folder);
      if (stats !== null && isSame(known.stats, stats)) return known.plan;
      kept.delete(path);
    }
    const file = join(root, path);
    const folder = dirname(file);
    const stats = lookUp(folder);
    const plan = planOf(root, file, serve(path));
    if (stats !== null && isSettled(stats) && lookUp(file) !== null) {
      if (kept.size >= MOST_PLANS) kept.clear();
      kept.set(path, { folder, stats, plan });
    }
    return plan;
  };
}

function planOf(root: string, file: string, served: Served): Plan {
  const files = new Map<string, string>(
    served.encodings.map(({ encoding, path }) => [encoding, join(root, path)]),
  );
  const codings = [...files.keys()];
  // Browsers of one kind ask all alike.
  let last: { readonly accepted: string | undefined; readonly chosen: string } | undefined;
  return {
    file,
    served,
    choose(accepted) {
      if (last === undefined || last.accepted !== accepted)
        last = { accepted, chosen: chooseEncoding(accepted, codings) };
      return last.chosen;
    },
    variantFile: (encoding) => files.get(encoding),
    offers: new WeakMap(),
  };
}
