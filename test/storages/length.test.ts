import { expect, test } from 'vitest';
import { lengthProblem } from '../../src/storages/obstacles/length.ts';
import { STAGED_ROOM } from '../../src/storages/stage.ts';
import { asset } from './folder.ts';

function codeOf(root: string, path: string, system: NodeJS.Platform): string | undefined {
  return lengthProblem(root, asset(path), system)?.code;
}

test('a name has 255 bytes at most, on Windows 255 characters', () => {
  for (const system of ['linux', 'darwin', 'win32'] as const) {
    expect(codeOf('/srv', `a/${'x'.repeat(255)}`, system)).toBeUndefined();
    expect(codeOf('/srv', `a/${'x'.repeat(256)}`, system)).toBe('name-too-long');
    expect(codeOf('/srv', `${'x'.repeat(256)}/a`, system)).toBe('name-too-long');
    expect(codeOf('/srv', `${'x'.repeat(200)}/${'y'.repeat(200)}`, system)).toBeUndefined();
  }
  const umlauts = 'ä'.repeat(128);
  expect(codeOf('/srv', umlauts, 'linux')).toBe('name-too-long');
  expect(codeOf('/srv', umlauts, 'win32')).toBeUndefined();
});

test.each([
  ['linux', 4095],
  ['darwin', 1023],
  ['win32', 32_766],
] as const)('a path fits %s while it is staged', (system, limit) => {
  const root = `/${'r/'.repeat((limit - STAGED_ROOM - 101) / 2)}`;
  const room = limit - STAGED_ROOM - root.length;
  const path = 'ab/'.repeat(room).slice(0, room - 1);
  expect(codeOf(root, `${path}c`, system)).toBeUndefined();
  expect(codeOf(root, `${path}cd`, system)).toBe('path-too-long');
});
