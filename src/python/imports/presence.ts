import { isOfPython2, isStandard } from '../host/standard-library.ts';
import type { Machine } from '../machine/machine.ts';
import type { ModuleSpec } from '../values/runtime.ts';
import type { Unknown } from '../values/values.ts';

/** Packages that bring back what Python has no more. */
const PROVIDERS: ReadonlyMap<string, string> = new Map([['distutils', 'setuptools']]);

/** Whether a top-level module belongs to the Python in use for certain. */
export function isInPython(machine: Machine, top: string): boolean {
  return isStandard(top, machine.host.pythonVersion?.minor ?? null) === true;
}

/**
 * Whether a module that is not found on the path can be imported (policy Import): `standard` if it belongs to Python
 * itself, `assumed` if it is modelled and no project goes without it, `missing` if it is certainly not there, or the
 * Unknown that says why nobody can tell.
 */
export function presenceOf(machine: Machine, dotted: string): 'standard' | 'assumed' | 'missing' | Unknown {
  const [top = dotted] = dotted.split('.');
  if (isInPython(machine, top)) return 'standard';
  const provider = PROVIDERS.get(top);
  if (provider !== undefined && machine.host.finder.find(provider) !== null) return 'assumed';
  if (isStandard(top, machine.host.pythonVersion?.minor ?? null) === undefined)
    return inDoubt(machine, dotted, 'the version of Python is not known, and not all have it');
  const doubt = machine.host.finder.doubt(dotted);
  if (doubt === null || isOfPython2(top)) return 'missing';
  return machine.models.get(top)?.isAssumed === true ? 'assumed' : inDoubt(machine, dotted, doubt);
}

function inDoubt(machine: Machine, dotted: string, reason: string): Unknown {
  const unknown = machine.unknown(
    `whether ${dotted} is installed is not known: ${reason}`,
    undefined,
    dotted,
  );
  return machine.host.finder.knowsPackages ? unknown : { ...unknown, lacksPackages: true };
}

/** What `importlib.util.find_spec` tells of a module; `null` if it is missing, an Unknown if nobody can tell. */
export function findModule(machine: Machine, dotted: string): ModuleSpec | Unknown | null {
  const replaced = machine.replaced.get(dotted);
  if (replaced !== undefined) return replaced;
  const found = machine.host.finder.find(dotted);
  if (found !== null) return { kind: 'spec', file: found.file, folders: found.folders };
  const presence = presenceOf(machine, dotted);
  if (presence === 'missing') return null;
  if (typeof presence !== 'string') return presence;
  const isThere = !dotted.includes('.') || machine.models.has(dotted);
  if (!isThere) return machine.unknown(`whether there is a module ${dotted} is not known`, undefined, dotted);
  const outside = machine.unknown(`where ${dotted} lies depends on the Python that runs`);
  return { kind: 'spec', file: outside, folders: outside };
}
