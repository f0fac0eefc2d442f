import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { CASES, copyProject, expectedFolder, readCase, runSteps, servedTree } from '../golden.ts';
import { readTree } from '../tree.ts';
import { DIFFERENT } from './different.ts';
import { startNode, type WindowsNode, windowsPath } from './wine.ts';

// Every golden case by a Windows Node: the same tree, and the same report but for the slashes of its paths.

const { wine, nodes } = inject('windows');

describe.each(Object.keys(nodes))('Node %s', (version) => {
  let scratch: string;
  let node: WindowsNode;
  beforeAll(async () => {
    scratch = realpathSync(mkdtempSync(join(tmpdir(), 'collectstatic-windows-golden-')));
    node = await startNode(wine, nodes[version] as string);
  });
  afterAll(async () => {
    await node.stop();
    rmSync(scratch, { recursive: true, force: true });
  });

  test('is the Node it says', () => expect(node.version).toMatch(new RegExp(`^v${version}\\.`)));

  for (const name of CASES) {
    const why = DIFFERENT[name];
    const definition = readCase(name);
    test.skipIf(why !== undefined)(`${name}${why === undefined ? '' : ` (${why})`}`, async () => {
      const project = copyProject(name, scratch);
      const { code, stdout, stderr } = await runSteps(definition, project, (args, options) =>
        node.run(args, options),
      );
      expect(stderr).toBe('');
      const expected = expectedFolder(name);
      expect(posixReport(stdout, project)).toEqual(
        JSON.parse(readFileSync(join(expected, 'report.json'), 'utf8')),
      );
      const { staticRoot = windowsPath(join(project, 'staticfiles')) } = JSON.parse(stdout);
      expect(servedTree(posixPath(staticRoot), project)).toEqual(readTree(join(expected, 'static'), project));
      expect(code).toBe(definition.exitCode ?? 0);
    });
  }
});

function posixPath(path: string): string {
  return path.replace(/^Z:/, '').replaceAll('\\', '/');
}

/** Keys whose whole value is a path. */
const PATHS = new Set(['file', 'from', 'staticRoot']);

/** The report as it is on other systems. Throws if a path of the project is written with both kinds of slash. */
function posixReport(stdout: string, project: string): unknown {
  const home = windowsPath(project);
  return JSON.parse(stdout, (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    if (value.includes(project)) throw new Error(`a path with the wrong slashes: ${value}`);
    const [before = '', ...rests] = value.split(home);
    const end = PATHS.has(key) ? /$/ : /[\s'",:;]|$/;
    return [before, ...rests.map((rest) => `<project>${posixUntil(rest, rest.search(end))}`)].join('');
  });
}

function posixUntil(rest: string, end: number): string {
  const path = rest.slice(0, end);
  if (path.includes('\\') && path.includes('/')) throw new Error(`both kinds of slash: ${path}`);
  return path.replaceAll('\\', '/') + rest.slice(end);
}
