import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseQuery, quote, unquote } from '../../src/text/percent-encoding.ts';
import { splitFragment, splitUrl } from '../../src/text/url.ts';
import { joinUrl, resolveUrl } from '../../src/text/url-join.ts';
import { python } from './python.ts';

const unit = fc.constantFrom(
  ...'ab:/?#@.;=&%+- \t\x01',
  '//',
  'http:',
  'file:',
  'x:',
  '..',
  '%41',
  '%e9',
  'é',
  '😀',
);
const urls = fc.sample(fc.string({ unit, maxLength: 8 }), { numRuns: 5000, seed: 11 });

test('URLs are split as in Python', () => {
  const theirs = python<[string[], string[]][]>(
    `import sys, json
from urllib.parse import urlsplit, urldefrag
print(json.dumps([[list(urlsplit(u)), list(urldefrag(u))] for u in json.load(sys.stdin)]))`,
    urls,
  );
  const ours = urls.map((url) => Object.values(splitUrl(url) ?? {}));
  expect(ours).toEqual(theirs.map(([parts]) => parts));
  const paths = urls
    .map((url, index) => [url, theirs[index]?.[1]] as const)
    .filter(([url]) => !url.includes(':') && !splitUrl(url)?.netloc && !/^\s*\/\//.test(url));
  expect(paths.map(([url]) => splitFragment(url))).toEqual(paths.map(([, parts]) => parts));
});

test('URLs are joined as in Python, or not where its versions differ', () => {
  const pairs = urls.map((url, index) => [url, urls.at(-index - 1) as string] as const);
  const theirs = python<string[][]>(
    `import sys, json
from urllib.parse import urlsplit, urlunsplit, urljoin
print(json.dumps([[urlunsplit(urlsplit(a)), urljoin(a, b)] for a, b in json.load(sys.stdin)]))`,
    pairs,
  );
  const ours = pairs.map(([a, b]) => {
    const parts = splitUrl(a);
    return [parts === null ? null : joinUrl(parts), resolveUrl(a, b)];
  });
  const wrong = ours.flatMap((row, index) =>
    row.flatMap((url, column) =>
      url === null || url === theirs[index]?.[column]
        ? []
        : [{ given: pairs[index], url, theirs: theirs[index]?.[column] }],
    ),
  );
  expect(wrong).toEqual([]);
  expect(ours.flat().filter((url) => url === null).length).toBeLessThan(ours.length / 3);
});

test('percent-encoding is that of Python', () => {
  const theirs = python<[string, string, string, [string, string][]][]>(
    `import sys, json
from urllib.parse import quote, unquote, parse_qsl
print(json.dumps([[quote(u), quote(u, ''), unquote(u), parse_qsl(u, keep_blank_values=True)] for u in json.load(sys.stdin)]))`,
    urls,
  );
  expect(urls.map((url) => [quote(url, '/'), quote(url, ''), unquote(url), parseQuery(url, true)])).toEqual(
    theirs,
  );
});
