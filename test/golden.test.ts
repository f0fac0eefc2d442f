import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from './fake-process.ts';
import { CASES, copyProject, expectedFolder, readCase, runSteps, servedTree } from './golden.ts';
import { readTree, writeTree } from './tree.ts';

// fixtures/<case>/project is collected; fixtures/<case>/expected holds the STATIC_ROOT and the report it must give.
// `npm run golden:update` writes the expectations: read the difference before committing it.

const UPDATE: boolean = process.env.UPDATE_GOLDEN === '1';

let scratch: string;
beforeAll(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), 'collectstatic-golden-')));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The report with everything that differs from machine to machine written as a word. */
function normalise(stdout: string, project: string): string {
  return stdout.replaceAll(project, '<project>');
}

describe.each(CASES)('%s', (name) => {
  const definition = readCase(name);

  test(definition.about, async () => {
    const project = copyProject(name, scratch);
    const last = await runSteps(definition, project, runCli);
    const report = normalise(last.stdout, project);
    const root = (JSON.parse(last.stdout) as { staticRoot?: string }).staticRoot;
    const tree = servedTree(root ?? join(project, 'staticfiles'), project);
    const expected = expectedFolder(name);
    if (UPDATE) {
      rmSync(expected, { recursive: true, force: true });
      mkdirSync(expected);
      writeTree(join(expected, 'static'), tree);
      writeFileSync(join(expected, 'report.json'), report);
    }
    expect(report).toBe(readFileSync(join(expected, 'report.json'), 'utf8'));
    expect(tree).toEqual(readTree(join(expected, 'static'), project));
    expect(last.code).toBe(definition.exitCode ?? 0);
    expect(last.stderr).toBe('');
  });
});
