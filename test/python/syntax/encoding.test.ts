import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { CollectstaticError } from '../../../src/errors.ts';
import { decodeSource } from '../../../src/python/syntax/encoding.ts';

/** Names of codecs as a coding line has them, with a text that all of its kind have. */
const SINGLE_BYTE =
  'cp1250 windows-1251 cp1252 CP1253 cp1254 windows_1255 cp1256 cp1257 cp1258 ibm866 latin2 iso8859-3 latin4 iso-8859-5 iso-8859-6 greek iso-8859-8 latin5 latin6 iso-8859-13 iso-8859-14 latin9 koi8-r mac-cyrillic macroman latin-1'.split(
    ' ',
  );
const MULTI_BYTE = 'gbk gb2312 euc-kr euc-jp shift_jis cp932 big5'.split(' ');
const SINCE_UTF_8 = ['utf-8', 'utf8', 'UTF-8', 'utf_8', 'U8', 'utf-8-sig'];

/** For each codec: all bytes that Python can decode, in a file that names it; and how Python reads that. */
const ASK = `
import json, sys
def pieces(name, is_wide):
    for high in range(128, 256):
        if not is_wide:
            yield bytes([high])
            continue
        for low in range(64, 256):
            yield bytes([high, low])
def text(name, is_wide):
    data = b''
    for piece in pieces(name, is_wide):
        try:
            if piece[0] != 0x8f and len(piece.decode(name)) == 1: data += piece
        except UnicodeDecodeError: pass
    return data
result = {}
for name, is_wide in json.load(sys.stdin):
    data = b'# coding: ' + name.encode() + b'\\nA = "' + text(name, is_wide) + b'"\\n'
    names = {}
    result[name] = [data.hex(), data.decode(name)]
print(json.dumps(result))
`;

const hasPython = spawnSync('python3', ['-c', 'import sys; assert sys.version_info >= (3, 8)']).status === 0;

function refusal(data: Uint8Array): string | undefined {
  try {
    decodeSource('settings.py', data);
    return undefined;
  } catch (error) {
    if (!(error instanceof CollectstaticError)) throw error;
    const [problem] = error.problems;
    return `${problem?.code}, line ${problem?.at?.line}: ${problem?.message}`;
  }
}

test.skipIf(!hasPython)('each codec gives what Python gives, or is refused (skipped without python3)', () => {
  const asked = [
    ...[...SINGLE_BYTE, ...SINCE_UTF_8].map((name) => [name, false]),
    ...MULTI_BYTE.map((name) => [name, true]),
  ];
  const input = JSON.stringify(asked);
  const run = spawnSync('python3', ['-c', ASK], { input, encoding: 'utf8', maxBuffer: 1e8 });
  const answers: Readonly<Record<string, readonly [string, string]>> = JSON.parse(run.stdout);
  const refused: string[] = [];
  for (const [name, [hex, text]] of Object.entries(answers)) {
    const data = Buffer.from(hex, 'hex');
    if (refusal(data) !== undefined) refused.push(name);
    else if (decodeSource('settings.py', data) !== text) expect(`${name}: another text`).toBe(name);
  }
  // Some characters of these are not known for sure, or Node has them not.
  expect(refused).toEqual(['euc-kr', 'big5']);
});

const line = (...parts: readonly (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))));

describe('a coding line', () => {
  test.each([
    ['in the first line', line('# -*- coding: latin-1 -*-\nA = "', 0xe9, '"\n')],
    ['in the second', line('#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\nA = "', 0xe9, '"\n')],
    ['in the second, behind a blank one', line('\f \n\t# coding=latin-1\nA = "', 0xe9, '"\n')],
    ['with line ends of Windows', line('#\r\n# coding=latin-1\r\nA = "', 0xe9, '"\r\n')],
    ['as Emacs writes it', line('# -*- coding: iso-latin-1-unix -*-\nA = "', 0xe9, '"\n')],
    ['of UTF-8 as Emacs writes it', line('# -*- coding: utf-8-unix -*-\nA = "é"\n')],
    ['of UTF-8', line('# coding: utf-8\nA = "é"\n')],
    ['of UTF-8, behind a BOM', line(0xef, 0xbb, 0xbf, '# coding: utf-8\nA = "é"\n')],
  ])('%s is followed', (_, data) => {
    expect(decodeSource('settings.py', data)).toContain('A = "é"');
  });

  test.each([
    ['behind code', line('A = 1\n# coding: latin-1\n', 0xe9, '\n'), 'line 3: The file is not UTF-8.'],
    ['in the third line', line('#\n#\n# coding: latin-1\n', 0xe9, '\n'), 'line 4: The file is not UTF-8.'],
    [
      'that does not fit the BOM',
      line(0xef, 0xbb, 0xbf, '# coding: latin-1\n'),
      'line 1: The file begins with the BOM of UTF-8, but its coding line says latin-1.',
    ],
    [
      'of a codec that Node has not',
      line('#\n# coding: utf-7\n'),
      "line 2: The coding line of the file says utf-7, which can't be decoded here.",
    ],
    [
      'of a codec that the bytes are not in',
      line('# coding: cp1252\nA = "', 0x81, '"\n'),
      'line 1: The file is not cp1252 throughout, as its coding line says.',
    ],
    [
      'of ASCII',
      line('# coding: ascii\n', 0xe9),
      'line 1: The file is not ascii throughout, as its coding line says.',
    ],
  ])('%s is refused, with the reason', (_, data, words) => {
    expect(refusal(data)).toBe(`python-syntax, ${words}`);
  });

  test.skipIf(!hasPython)('is found where CPython finds it (skipped without python3)', () => {
    const heads = [
      ...['# coding: cp1251', '#coding:cp1251', '# coding : cp1251', '# coding= cp1251', '  # coding=cp1251'],
      ...['# encoding: cp1251', 'A = 1 # coding: cp1251', '# coding: cp1251 and more', '# coding:cp1251;'],
      ...['#\n# coding: cp1251', '"""a"""\n# coding: cp1251', '\n# coding: cp1251', '\\\n# coding: cp1251'],
      ...[
        '# coding: cp1251\n# coding: utf-8',
        '#\n#\n# coding: cp1251',
        '# xcoding: cp1251',
        '# Coding: cp1251',
      ],
    ];
    const files = heads.map((head) => line(head, '\nB = "', 0xcf, 0xf0, '"\n'));
    const ask = `
import json, sys
def value(data):
    names = {}
    try: exec(compile(bytes.fromhex(data), 'x', 'exec'), names)
    except SyntaxError: return None
    return names['B']
print(json.dumps([value(data) for data in json.load(sys.stdin)]))`;
    const input = JSON.stringify(files.map((data) => Buffer.from(data).toString('hex')));
    const { stdout } = spawnSync('python3', ['-c', ask], { input, encoding: 'utf8' });
    const own = files.map((data) =>
      refusal(data) === undefined ? (/B = "(.*)"/.exec(decodeSource('settings.py', data))?.[1] ?? '') : null,
    );
    expect(own).toEqual(JSON.parse(stdout));
  });
});
