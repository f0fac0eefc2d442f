import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { buildDockerfile } from './dockerfile.ts';
import { copyOf, type Image, missingLeave, nodeImage, pathIn, pythonImage, runIn } from './image.ts';
import { makeSite } from './mysite.ts';

// The Dockerfiles of README.md and src/pypi/recipes.md, each instruction in its order, in roots that stand in for the
// images that FROM names: no engine is needed. What is in the official images, and CMD, is not tried.

const { file: wheel, packed } = inject('wheel');
const scratch = mkdtempSync(join(tmpdir(), 'collectstatic-images-'));
afterAll(() => rm(scratch, { recursive: true, force: true }));

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

const BLOCKS = ['README.md', 'src/pypi/recipes.md'].flatMap((name) => {
  const text = readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
  // It is not on npm yet: npx takes the packed file, and what that depends on from the registry.
  const npx = `npx --yes collectstatic@${version}`;
  const found = [
    ...text
      .replaceAll(npx, `npx --yes --package=${packed} collectstatic`)
      .matchAll(/^```dockerfile\n([\s\S]*?)^```$/gm),
  ];
  return found.map(([, block = ''], index) => [`${name}, Dockerfile ${index + 1}`, block] as const);
});

const missing = missingLeave(scratch);

describe.skipIf(missing !== null)(`in a root of its own${missing === null ? '' : ` (${missing})`}`, () => {
  let python: Image;
  let node: Image;
  beforeAll(() => {
    const shared = [dirname(wheel), dirname(packed)];
    python = pythonImage(scratch, shared);
    node = nodeImage(scratch, shared);
  });

  test('what stands in for the images has no more than they have', () => {
    const says = (image: Image, line: string): string => runIn(image, line).stdout.trim();
    expect(says(python, 'for name in node npm npx collectstatic python pip; do command -v $name; done')).toBe(
      '/usr/local/bin/python\n/usr/local/bin/pip',
    );
    expect(says(python, 'python -c "import django" 2>&1 | tail -1')).toMatch(/^ModuleNotFoundError/);
    expect(says(python, 'ls "$HOME"; env | grep -E "SECRET_KEY|DATABASE|VIRTUAL_ENV"')).toBe('');
    expect(says(node, 'command -v node; command -v npx; ls /usr/local/lib')).toBe(
      '/usr/local/bin/node\n/usr/local/bin/npx\nnode_modules',
    );
    expect(says(node, 'touch /usr/bin/there /etc/there 2>&1 | grep -c Read-only')).toBe('2');
  });

  test('there are three Dockerfiles', () => expect(BLOCKS.length).toBe(3));

  test.each(BLOCKS)('%s', (_, block) => {
    const context = join(scratch, `context-${readdirSync(scratch).length}`);
    mkdirSync(context);
    const ours = block.includes('npx') ? [] : [`collectstatic[node] @ file://${wheel}`];
    makeSite(context, ['django==5.2.*', ...ours]);
    const imageOf = (name: string): Image => copyOf(name.startsWith('python:') ? python : node, scratch);
    const { image, workdir, ran } = buildDockerfile(block, context, imageOf);
    for (const each of ran) expect(each).toEqual({ ...each, code: 0 });
    expect(ran.length).toBe(block.match(/^RUN /gm)?.length);
    expect(ran.at(-1)?.stdout).toMatch(/^\n\d+ static files copied to '\/.*', \d+ post-processed\.\n$/);
    const root = pathIn(image, `${workdir}/staticfiles`);
    expect(existsSync(join(root, 'admin/css/base.css'))).toBe(true);
    expect(existsSync(join(root, 'staticfiles.json'))).toBe(true);
  });
});
