import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CollectstaticError } from '../../../src/errors.ts';
import { createPythonReader } from '../../../src/python/index.ts';
import { makeProject } from '../project.ts';

const SETTINGS = `
import os
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent
DEBUG = os.environ.get('DEBUG', '1') == '1'
INSTALLED_APPS = ['django.contrib.admin', *(['debug'] if DEBUG else [])]
try:
    from local import *
except ImportError:
    LOCAL = None
def env(name, default=None):
    """Reads a variable."""
    try:
        return os.environ[name]
    except KeyError:
        return default
STATICFILES_DIRS = [BASE_DIR / 'static', (f'pre{1:02d}', os.path.join(BASE_DIR, 'x'))]
class Dev(object):
    STATIC_ROOT = env('ROOT', '/srv/%s' % 'static')
for name in ('A', 'B'):
    globals()[name] = {k: v for k, v in enumerate(name)}
STATIC_ROOT = Dev.STATIC_ROOT
`;

describe('any text at all', () => {
  /** Ends in a value, in Unknown, or in the user's error; never in a bug, never in a hang. */
  async function survives(root: string, text: string): Promise<void> {
    writeFileSync(join(root, 'settings.py'), text);
    try {
      const module = await createPythonReader({
        searchPath: [root],
        env: {},
        cwd: root,
        limits: { steps: 50_000 },
      }).importModule('settings');
      for (const name of module.names()) module.get(name);
    } catch (error) {
      if (!(error instanceof CollectstaticError)) throw error;
      expect(error.problems[0]?.code).toMatch(/^python-/);
    }
  }

  test('random characters', async () => {
    const root = makeProject({});
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(text, (given) => survives(root, given)),
      { numRuns: 150 },
    );
  });

  test('settings with pieces cut out, doubled and exchanged', async () => {
    const root = makeProject({});
    const tokens = SETTINGS.match(/\w+|\s+|[^\w\s]/g) ?? [];
    const edit = fc.record({
      at: fc.nat({ max: tokens.length - 1 }),
      from: fc.nat({ max: tokens.length - 1 }),
      length: fc.integer({ min: 0, max: 3 }),
      how: fc.constantFrom('cut', 'copy', 'replace'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
        const changed = [...tokens];
        for (const { at, from, length, how } of edits) {
          const piece = tokens.slice(from, from + length);
          changed.splice(at, how === 'copy' ? 0 : length, ...(how === 'cut' ? [] : piece));
        }
        await survives(root, changed.join(''));
      }),
      { numRuns: 200 },
    );
  });
});
