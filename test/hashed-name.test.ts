import { expect, test } from 'vitest';
import { hashedName } from '../src/hashed-name.ts';
import type { AssetPath } from '../src/types.ts';

const HASH = '0123456789ab';

test.each([
  ['css/site.css', 'css/site.0123456789ab.css'],
  ['a.b/c', 'a.b/c.0123456789ab'],
  ['jquery.min.js', 'jquery.min.0123456789ab.js'],
  ['.htaccess', '.htaccess.0123456789ab'],
  ['..a.css', '..a.0123456789ab.css'],
  ['end.', 'end.0123456789ab.'],
  ['a%20b.css', 'a b.0123456789ab.css'],
  ['font.eot?v=1.2', 'font.0123456789ab.eot?v=1.2'],
  ['a#b.css', 'a.0123456789ab#b.css'],
  ['%', '%.0123456789ab'],
  ['%2e%2e%2fpasswd', '%2e%2e%2fpasswd.0123456789ab'],
  ['a%2f..%2f..%2fb.css', 'a%2f..%2f..%2fb.0123456789ab.css'],
  ['a%00.css', 'a%00.0123456789ab.css'],
])('%s is fingerprinted as %s', (path, expected) => {
  expect(hashedName(path as AssetPath, HASH)).toBe(expected);
});
