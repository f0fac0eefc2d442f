import { maskText } from '../../secrets/index.ts';
import type { BucketSpec, Destination } from '../../types.ts';
import type { Palette } from './palette.ts';
import { visible } from './visible.ts';

/**
 * Text of where files are published:
 *
 *     Published files
 *       keys go to     the bucket shop-assets of Amazon S3, prefix static/
 *       browsers ask   https://cdn.example.com/static/
 *       said by        STORAGES["staticfiles"] (shop/settings.py:9)
 */
export function destinationText(
  { store, prefix, publicUrl, from, isStorage }: Destination,
  palette: Palette,
): string {
  const lines = [
    `  keys go to     ${placeWords(store)}, ${prefix === '' ? 'no prefix' : `prefix ${prefix}`}`,
    `  browsers ask   ${publicUrl ?? urlDoubt(isStorage)}`,
    `  said by        ${from}`,
  ];
  const shown = lines.map((line) => visible(maskText(line)));
  return `${[palette.strong('Published files'), ...shown].join('\n')}\n`;
}

function urlDoubt(isStorage: boolean): string {
  return isStorage
    ? 'where url() of the storage says'
    : 'a CDN that nobody has named: STATIC_URL has no host';
}

function placeWords(store: BucketSpec): string {
  switch (store.kind) {
    case 's3':
      return `the bucket ${store.bucket} ${store.endpoint === null ? 'of Amazon S3' : `at ${store.endpoint}`}`;
    case 'azure':
      return `the container ${store.container} of Azure${store.accountName === null ? '' : `, account ${store.accountName}`}`;
    case 'gcs':
      return `the bucket ${store.bucket} of Google Cloud Storage`;
  }
}
