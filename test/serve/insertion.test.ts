import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { insertBeforeHeadEnd } from '../../src/serve/application/insertion.ts';

async function inserted(pieces: readonly string[]): Promise<string> {
  const chunks: Buffer[] = [];
  const stream = Readable.from(pieces.map((piece) => Buffer.from(piece))).pipe(insertBeforeHeadEnd('[X]'));
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const CASES: readonly (readonly [page: string, expected: string])[] = [
  ['<html><head><title>a</title></head><body>', '<html><head><title>a</title>[X]</head><body>'],
  ['<HEAD></HEAD >', '<HEAD>[X]</HEAD >'],
  ['<head></head\n>', '<head>[X]</head\n>'],
  // The end tag may be left out.
  ['<!doctype html><title>a</title><body class=b><p>', '<!doctype html><title>a</title>[X]<body class=b><p>'],
  // Text that is no markup.
  ['<head><script>var a = "</head>";</script></head>', '<head><script>var a = "</head>";</script>[X]</head>'],
  ['<head><!-- </head> --></head>', '<head><!-- </head> -->[X]</head>'],
  ['<head><!-- > </head><body> --></head>', '<head><!-- > </head><body> -->[X]</head>'],
  ['<head><style>/*<body>*/</style></head>', '<head><style>/*<body>*/</style>[X]</head>'],
  ['<head><title></head></title></head>', '<head><title></head></title>[X]</head>'],
  ['<head><SCRIPT>"<body>"</ScRiPt></head>', '<head><SCRIPT>"<body>"</ScRiPt>[X]</head>'],
  ['<head><noscript><body></noscript></head>', '<head><noscript><body></noscript>[X]</head>'],
  // Once.
  ['<head></head><p></head>', '<head>[X]</head><p></head>'],
  // Fragments, and what only begins like it.
  ['<p>a part</p>', '<p>a part</p>'],
  ['<header></header><headline></headline><bodyguard>', '<header></header><headline></headline><bodyguard>'],
  ['', ''],
  ['a <', 'a <'],
  ['a </head', 'a </head'],
  ['<!--', '<!--'],
  ['<script>', '<script>'],
  ['日本 é <head>é</head>é', '日本 é <head>é[X]</head>é'],
];

test.each(CASES)('%s', async (page, expected) => {
  expect(await inserted([page])).toBe(expected);
  expect(await inserted([...page])).toBe(expected);
  for (let at = 1; at < page.length; at += 1)
    expect(await inserted([page.slice(0, at), page.slice(at)])).toBe(expected);
});

test('a long page is scanned once', async () => {
  const long = `<head><script>${'<'.repeat(200_000)}</script></head>${'x'.repeat(200_000)}`;
  expect(await inserted(long.match(/[\s\S]{1,1000}/g) ?? [])).toBe(long.replace('</head>', '[X]</head>'));
});

test('what is before the place is sent on at once', async () => {
  const transform = insertBeforeHeadEnd('[X]');
  transform.write('<html><head><title>a</title>\n<meta charset="utf-8">\n');
  expect(String(transform.read())).toContain('<title>a</title>');
});
