import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseSignature } from '../../src/python/native/signature.ts';

const PYTHON = new URL('../../src/python', import.meta.url).pathname;

// A signature is read when its native is first called: a mistake would wait for the project that does.
test('every signature of a native can be read', () => {
  const signatures = readdirSync(PYTHON, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const code = readFileSync(join(PYTHON, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
      const calls = code.matchAll(/\bnative\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"([^"\n]*)"|`([^`$]*)`)/g);
      return [...calls].map(([, single, double, template]) =>
        (single ?? double ?? template ?? '').replace(/\\(.)/g, '$1').replace(/\s+/g, ' '),
      );
    });
  expect(signatures.length).toBeGreaterThan(400);
  const unread = signatures.filter((signature) => {
    try {
      parseSignature(signature);
      return false;
    } catch {
      return true;
    }
  });
  expect(unread).toEqual([]);
});
