import { expect, test } from 'vitest';
import { runCli } from '../../fake-process.ts';
import { load, problemsOf } from '../ask.ts';
import { LITERAL, project } from '../project.ts';
import { tree } from '../tree.ts';

test('STATIC_TAGS names template tags, in a config file and in the COLLECTSTATIC dict', async () => {
  const config = { STATIC_ROOT: 'out', STATIC_TAGS: ['versioned_static', 'asset', 'versioned_static'] };
  const root = tree({ 'collectstatic.config.json': JSON.stringify(config) });
  expect((await load(root)).staticTags).toEqual(['versioned_static', 'asset']);
  const django = project(`${LITERAL}COLLECTSTATIC = {"STATIC_TAGS": ("versioned_static",)}\n`);
  expect((await load(django)).staticTags).toEqual(['versioned_static']);
  expect((await load(project(LITERAL))).staticTags).toEqual([]);
});

test('STATIC_TAGS is shown, and has to be a list', async () => {
  const cwd = project(`${LITERAL}COLLECTSTATIC = {"STATIC_TAGS": ["versioned_static"]}\n`);
  const { stdout } = await runCli(['settings', 'STATIC_TAGS'], { cwd });
  expect(stdout).toMatch(/^STATIC_TAGS = \["versioned_static"\]\n {2}set .*settings\.py:7/);
  const wrong = tree({ 'collectstatic.config.json': '{"STATIC_ROOT": "out", "STATIC_TAGS": "asset"}' });
  expect(await problemsOf(wrong)).toMatchObject([
    {
      code: 'setting-invalid',
      message: "STATIC_TAGS must be a list of strings, not the string 'asset'",
    },
  ]);
});
