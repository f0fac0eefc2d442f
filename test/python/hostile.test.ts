import { existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPythonReader } from '../../src/python/index.ts';
import { makeProject, view } from './project.ts';

test('hostile code touches nothing outside, and what it would have got is Unknown', async () => {
  const root = makeProject({ 'site/settings.py': '', 'secret/key.txt': 'secret', 'site/own.txt': 'own' });
  symlinkSync(join(root, 'secret'), join(root, 'site', 'link'));
  writeFileSync(
    join(root, 'site', 'settings.py'),
    [
      'import os, subprocess, socket, shutil',
      "A = os.system('touch pwned')",
      "B = subprocess.check_output(['touch', 'pwned'])",
      "C = open('../secret/key.txt').read()",
      "D = open('link/key.txt').read()",
      "E = __import__('os').remove('own.txt')",
      "F = open('pwned', 'w')",
      "G = os.listdir('..')",
      "H = eval(\"__import__('os').popen('touch pwned').read()\")",
      "I = socket.create_connection(('127.0.0.1', 1))",
      "J = shutil.rmtree('.')",
      "K = open('own.txt').read()",
      "L = open('/etc/hostname').read()",
    ].join('\n'),
  );
  const cwd = join(root, 'site');
  const module = await createPythonReader({ searchPath: [cwd], env: {}, cwd }).importModule('settings');
  const { reason, value } = view(root, module);
  for (const name of 'ABCDEFGHIJL') expect(reason(name), name).not.toBe('');
  expect(value('K')).toBe('own');
  expect(readdirSync(cwd).sort()).toEqual(['link', 'own.txt', 'settings.py']);
  expect(existsSync(join(root, 'secret', 'key.txt'))).toBe(true);
});
