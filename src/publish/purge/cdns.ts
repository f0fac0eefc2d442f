import { writeFileSync } from 'node:fs';
import type { PurgeTarget } from '../../types.ts';
import { azureToken } from './azure-token.ts';
import { type Cdn, chunks, tokenOf } from './cdn.ts';
import { invalidate } from './cloudfront.ts';
import type { Forgotten } from './collapse.ts';
import { keyOf, urlOf, urlPathOf } from './urls.ts';

const CLOUDFLARE_TOKEN = ['CLOUDFLARE_API_TOKEN', 'CF_API_TOKEN'];
const FASTLY_TOKEN = ['FASTLY_API_TOKEN', 'FASTLY_API_KEY'];
const DIGITALOCEAN_TOKEN = ['DIGITALOCEAN_ACCESS_TOKEN', 'DIGITALOCEAN_TOKEN'];
const BUNNY_TOKEN = ['BUNNY_API_KEY', 'BUNNY_ACCESS_KEY'];

const JSON_TYPE = { 'content-type': 'application/json' };

/** Takes 3,000 paths that are in progress, and 15 patterns. */
const cloudfront: Cdn<Extract<PurgeTarget, { kind: 'cloudfront' }>> = {
  name: ({ distribution }) => `CloudFront (distribution ${distribution})`,
  limit: 3_000,
  tokens: [],
  needsUrl: false,
  items: ({ items, destination }) => items.map((item) => urlPathOf(item, destination)),
  tell: invalidate,
};

/** Takes 100 URLs or 100 prefixes a request, of the latter 5 requests a minute. */
const cloudflare: Cdn<Extract<PurgeTarget, { kind: 'cloudflare' }>> = {
  name: ({ zone }) => `Cloudflare (zone ${zone})`,
  limit: 3_000,
  tokens: [CLOUDFLARE_TOKEN],
  needsUrl: true,
  items: ({ items, destination }) => items.map((item) => urlOf(item, destination)),
  async tell({ zone }, { items, destination, env, ask }) {
    const url = `https://api.cloudflare.com/client/v4/zones/${encodeURIComponent(zone)}/purge_cache`;
    const headers = { ...JSON_TYPE, authorization: `Bearer ${tokenOf(env, CLOUDFLARE_TOKEN)}` };
    const files = items.filter(({ isFolder }) => !isFolder).map((item) => urlOf(item, destination));
    const prefixes = items
      .filter(({ isFolder }) => isFolder)
      .map((item) =>
        urlOf(item, destination)
          .replace(/^[a-z]*:?\/\//i, '')
          .replace(/\*$/, ''),
      );
    const bodies = [
      ...chunks(files, 100).map((part) => ({ files: part })),
      ...chunks(prefixes, 100).map((part) => ({ prefixes: part })),
    ];
    for (const body of bodies) await ask(url, { method: 'POST', headers, body: JSON.stringify(body) });
  },
};

/** Takes URLs one by one; all at once only for a whole service. */
const fastly: Cdn<Extract<PurgeTarget, { kind: 'fastly' }>> = {
  name: ({ service }) => `Fastly${service === null ? '' : ` (service ${service})`}`,
  limit: 1_000,
  tokens: [FASTLY_TOKEN],
  needsUrl: true,
  items: ({ items, destination }) => items.map((item) => urlOf(item, destination)),
  async tell({ service, soft }, { items, destination, env, ask }) {
    const headers = {
      'fastly-key': tokenOf(env, FASTLY_TOKEN),
      accept: 'application/json',
      ...(soft && { 'fastly-soft-purge': '1' }),
    };
    if (items.some(({ isFolder }) => isFolder)) {
      if (service === null)
        throw new Error(
          'so many URLs can only be purged with all of a service, and PURGE names none (service)',
        );
      const { 'fastly-soft-purge': _, ...hard } = headers as Record<string, string>;
      await ask(`https://api.fastly.com/service/${encodeURIComponent(service)}/purge_all`, {
        method: 'POST',
        headers: hard,
      });
      return;
    }
    for (const item of items) {
      const url = urlOf(item, destination).replace(/^[a-z]*:?\/\//i, '');
      await ask(`https://api.fastly.com/purge/${url}`, { method: 'POST', headers });
    }
  },
};

/** Takes 50 files in 20 seconds; a pattern counts as one. */
const digitalocean: Cdn<Extract<PurgeTarget, { kind: 'digitalocean' }>> = {
  name: ({ endpoint }) => `DigitalOcean (CDN endpoint ${endpoint})`,
  limit: 50,
  tokens: [DIGITALOCEAN_TOKEN],
  needsUrl: false,
  items: ({ items, destination }) => items.map((item) => keyOf(item, destination)),
  async tell({ endpoint }, { items, destination, env, ask }) {
    await ask(`https://api.digitalocean.com/v2/cdn/endpoints/${encodeURIComponent(endpoint)}/cache`, {
      method: 'DELETE',
      headers: { ...JSON_TYPE, authorization: `Bearer ${tokenOf(env, DIGITALOCEAN_TOKEN)}` },
      body: JSON.stringify({ files: items.map((item) => keyOf(item, destination)) }),
    });
  },
};

/** Its limit is not told; a hundred are taken. */
const frontDoor: Cdn<Extract<PurgeTarget, { kind: 'azure-frontdoor' }>> = {
  name: ({ profile, endpoint }) => `Azure Front Door (${profile}, ${endpoint})`,
  limit: 100,
  tokens: [],
  needsUrl: false,
  items: ({ items, destination }) => items.map((item) => urlPathOf(item, destination)),
  async tell({ subscription, resourceGroup, profile, endpoint }, { items, destination, env, ask }) {
    const place = [
      'subscriptions',
      subscription,
      'resourceGroups',
      resourceGroup,
      'providers',
      'Microsoft.Cdn',
    ];
    const path = [...place, 'profiles', profile, 'afdEndpoints', endpoint, 'purge']
      .map(encodeURIComponent)
      .join('/');
    await ask(`https://management.azure.com/${path}?api-version=2024-02-01`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: `Bearer ${await azureToken(env, ask)}` },
      body: JSON.stringify({ contentPaths: items.map((item) => urlPathOf(item, destination)) }),
    });
  },
};

/** Takes 5 URLs a second, 120 at once; 20 patterns at once. */
const bunny: Cdn<Extract<PurgeTarget, { kind: 'bunny' }>> = {
  name: ({ pullZone }) => `bunny.net${pullZone === null ? '' : ` (pull zone ${pullZone})`}`,
  limit: 20,
  tokens: [BUNNY_TOKEN],
  needsUrl: true,
  items: ({ items, destination }) => items.map((item) => urlOf(item, destination)),
  async tell({ pullZone }, { items, destination, env, ask }) {
    const init = { method: 'POST', headers: { accesskey: tokenOf(env, BUNNY_TOKEN) } };
    const isAll = items.some(({ path, isFolder }) => isFolder && path === '');
    if (isAll && pullZone !== null) {
      await ask(`https://api.bunny.net/pullzone/${encodeURIComponent(pullZone)}/purgeCache`, init);
      return;
    }
    for (const item of items)
      await ask(
        `https://api.bunny.net/purge?async=true&url=${encodeURIComponent(urlOf(item, destination))}`,
        init,
      );
  },
};

/** A file for whoever else has to be told: one URL a line; empty where nothing has changed. */
const urlList: Cdn<Extract<PurgeTarget, { kind: 'url-list' }>> = {
  name: ({ file }) => `the list ${file}`,
  limit: Number.POSITIVE_INFINITY,
  tokens: [],
  needsUrl: false,
  failure: 'could not be written: who goes by it does not know what changed',
  isToldNothing: true,
  items: ({ items, destination }) => items.map((item) => urlOf(item, destination)),
  async tell({ file }, { items, destination }) {
    writeFileSync(file, items.map((item: Forgotten) => `${urlOf(item, destination)}\n`).join(''));
  },
};

const CDNS: { readonly [Kind in PurgeTarget['kind']]: Cdn<Extract<PurgeTarget, { kind: Kind }>> } = {
  cloudfront,
  cloudflare,
  fastly,
  digitalocean,
  'azure-frontdoor': frontDoor,
  bunny,
  'url-list': urlList,
};

export function cdnOf(target: PurgeTarget): Cdn {
  // Each CDN is asked about targets of its own kind only.
  return CDNS[target.kind] as unknown as Cdn;
}
