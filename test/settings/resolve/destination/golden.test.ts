import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { CollectstaticError } from '../../../../src/errors.ts';
import type { Problem } from '../../../../src/types.ts';
import { load } from '../../ask.ts';
import { CASES, DESTINATIONS, readCase } from './cases.ts';

// Settings to destination, as JSON. `UPDATE_GOLDEN=1` writes expected.json: read the difference before committing it.

const UPDATE = process.env.UPDATE_GOLDEN === '1';

async function outcome(root: string, env: Readonly<Record<string, string>>): Promise<object> {
  try {
    const { destination, staticRoot, storage, problems } = await load(root, { env });
    return { storage: storage.kind, staticRoot, destination, problems: problems.map(told) };
  } catch (error) {
    if (error instanceof CollectstaticError) return { problems: error.problems.map(told) };
    throw error;
  }
}

function told({ code, severity, message, hint, at }: Problem): object {
  const where = at === undefined ? {} : { at: `${at.file}:${at.line}` };
  return { severity, code, message, ...(hint !== undefined && { hint }), ...where };
}

// The evaluator is loaded with the first project, which takes its time.
beforeAll(() => outcome(join(DESTINATIONS, CASES[0] ?? ''), {}));

test.each(CASES)('%s', async (name) => {
  const root = join(DESTINATIONS, name);
  const found = await outcome(root, readCase(name).env ?? {});
  const text = `${JSON.stringify(found, null, 2).replaceAll(root, '<project>')}\n`;
  const file = join(root, 'expected.json');
  if (UPDATE) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, 'utf8'));
});

test('there are enough of them, and none shows a secret', () => {
  expect(CASES.length).toBeGreaterThanOrEqual(20);
  for (const name of CASES) {
    const text = readFileSync(join(DESTINATIONS, name, 'expected.json'), 'utf8');
    expect(text).not.toMatch(/\w-secret|YXp1cmUta2V5|minio123|c2ln|environment-token/);
  }
});
