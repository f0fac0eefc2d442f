import { resolve } from 'node:path';
import type { PurgeTarget } from '../../../types.ts';
import { type Datum, isTable, type Table } from '../../datum.ts';
import type { Reader } from '../../reader.ts';

/** Reads PURGE: the CDNs that are told what changed. Their tokens come from the environment, to whoever tells them. */
export function readPurge(reader: Reader): readonly PurgeTarget[] {
  const purge = reader.need('PURGE');
  if (!isTable(purge)) return [];
  const { folder } = reader.entry('PURGE');
  return [...purge].flatMap(([name, value]) => (isTable(value) ? (targetOf(name, value, folder) ?? []) : []));
}

function targetOf(name: string, table: Table, folder: string): PurgeTarget | undefined {
  const text = (key: string): string => String(table.get(key) ?? '');
  const textOrNull = (key: string): string | null => stringOf(table.get(key));
  switch (name) {
    case 'cloudfront':
      return { kind: name, distribution: text('distribution') };
    case 'cloudflare':
      return { kind: name, zone: text('zone') };
    case 'fastly':
      return { kind: name, service: textOrNull('service'), soft: table.get('soft') === true };
    case 'digitalocean':
      return { kind: name, endpoint: text('endpoint') };
    case 'azure-frontdoor':
      return {
        kind: name,
        subscription: text('subscription'),
        resourceGroup: text('resource_group'),
        profile: text('profile'),
        endpoint: text('endpoint'),
      };
    case 'bunny':
      return { kind: name, pullZone: textOrNull('pull_zone') };
    case 'url-list':
      return { kind: name, file: resolve(folder, text('file')) };
    default:
      return undefined;
  }
}

function stringOf(datum: Datum | undefined): string | null {
  return typeof datum === 'string' && datum !== '' ? datum : null;
}
