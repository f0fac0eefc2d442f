import { posix } from 'node:path';
import type { Options } from './read-options.ts';

/**
 * The location of a storage as the beginning of keys: `''`, or with a slash at its end. `null` after a problem: django-storages
 * refuses a location that begins with a slash, and every file of one that is not in its shortest form.
 */
export function readPrefix(options: Options): string | null {
  const { datum, label } = options.said('location');
  const text = typeof datum === 'string' ? datum : '';
  // Azure's storage takes leading slashes away; the others refuse them.
  const location = options.service === 'azure' ? text.replace(/^\/+/, '') : text;
  const base = location.replace(/\/+$/, '');
  if (base === '' && location !== '') return refuse(options, label, location, '');
  if (base === '') return '';
  const plain = posix.normalize(base);
  if (base.startsWith('/') || plain !== base || plain === '.' || /^\.\.(?:\/|$)/.test(plain)) {
    return refuse(options, label, location, plain);
  }
  return `${base}/`;
}

function refuse(options: Options, label: string, location: string, plain: string): null {
  const meant = plain
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
  options.refuse('location', {
    code: 'location-invalid',
    message: `${label} can't be '${location}': ${location.startsWith('/') ? 'keys do not begin with a slash' : 'no key may be written in such a form'}`,
    hint: meant === '' ? 'Leave it out.' : `Write '${meant}'.`,
  });
  return null;
}
