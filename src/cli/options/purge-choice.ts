import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { PurgeTarget } from '../../types.ts';

/** A CDN as the command line names it: by what it is, and perhaps by its id. */
export interface PurgeChoice {
  readonly kind: PurgeTarget['kind'];
  readonly id: string | null;
}

const KINDS: readonly PurgeTarget['kind'][] = [
  'cloudfront',
  'cloudflare',
  'fastly',
  'digitalocean',
  'azure-frontdoor',
  'bunny',
  'url-list',
];

/** `cloudfront`, `cloudflare=ZONE`, `url-list=FILE`; added to those said before. */
export function purgeChoices(
  value: string,
  previous: readonly PurgeChoice[] | undefined,
): readonly PurgeChoice[] {
  const [name = '', ...rest] = value.split('=');
  const kind = KINDS.find((each) => each === name);
  if (kind === undefined) throw new InvalidArgumentError(`It must be one of ${KINDS.join(', ')}.`);
  const id = rest.length === 0 ? null : rest.join('=');
  if (id === '') throw new InvalidArgumentError(`What stands behind ${kind}= is empty.`);
  if (kind === 'azure-frontdoor' && id !== null && id.split('/').length !== 4)
    throw new InvalidArgumentError(
      'It must name subscription, resource group, profile and endpoint, with slashes between them.',
    );
  return [...(previous ?? []), { kind, id }];
}

/** The targets of choices: by their id, or those of this kind in the settings. A kind of which there is none is `missing`. */
export function chosenTargets(
  choices: readonly PurgeChoice[],
  settings: readonly PurgeTarget[],
  cwd: string,
): { readonly targets: readonly PurgeTarget[]; readonly missing: readonly PurgeTarget['kind'][] } {
  const targets: PurgeTarget[] = [];
  const missing: PurgeTarget['kind'][] = [];
  for (const { kind, id } of choices) {
    const named = settings.filter((target) => target.kind === kind);
    const made = id === null ? madeWithoutId(kind) : madeWithId(kind, id, cwd);
    if (id === null && named.length > 0) targets.push(...named);
    else if (made !== null) targets.push(made);
    else missing.push(kind);
  }
  return { targets, missing };
}

/** Two of them know by the URL alone. */
function madeWithoutId(kind: PurgeTarget['kind']): PurgeTarget | null {
  if (kind === 'fastly') return { kind, service: null, soft: false };
  return kind === 'bunny' ? { kind, pullZone: null } : null;
}

function madeWithId(kind: PurgeTarget['kind'], id: string, cwd: string): PurgeTarget {
  switch (kind) {
    case 'cloudfront':
      return { kind, distribution: id };
    case 'cloudflare':
      return { kind, zone: id };
    case 'fastly':
      return { kind, service: id, soft: false };
    case 'digitalocean':
      return { kind, endpoint: id };
    case 'azure-frontdoor': {
      const [subscription = '', resourceGroup = '', profile = '', endpoint = ''] = id.split('/');
      return { kind, subscription, resourceGroup, profile, endpoint };
    }
    case 'bunny':
      return { kind, pullZone: id };
    case 'url-list':
      return { kind, file: resolve(cwd, id) };
  }
}
