import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCli } from './fake-process.ts';
import { optionRows, tables } from './reference/tables.ts';

// The tables of the pages beside the code are made from the list of settings and the command line:
// `npm run reference:update` writes them.
const UPDATE = process.env.UPDATE_REFERENCE === '1';

const PAGES: Readonly<Record<string, string>> = {
  commands: 'src/cli/README.md',
  options: 'src/cli/README.md',
  keys: 'src/settings/README.md',
};

test.each(Object.entries(PAGES))('the table of %s in %s is up to date', (name, page) => {
  const file = fileURLToPath(new URL(`../${page}`, import.meta.url));
  const text = readFileSync(file, 'utf8');
  const start = text.indexOf(`<!-- ${name} -->`);
  const end = text.indexOf(`<!-- end of ${name} -->`);
  expect(start).toBeGreaterThan(0);
  expect(end).toBeGreaterThan(start);
  const written = `<!-- ${name} -->\n${tables().get(name)}\n`;
  if (UPDATE) writeFileSync(file, text.slice(0, start) + written + text.slice(end));
  else expect(text.slice(start, end)).toBe(written);
});

/** The options that `--help` shows, as `--flags: description`. */
async function optionsOfHelp(command: string): Promise<readonly string[]> {
  const args = command === 'collect' ? ['--help'] : [command, '--help'];
  const { stdout } = await runCli(args, { cwd: tmpdir() });
  const lines = [...stdout.matchAll(/^ {2}(-\S.*?) {2,}(\S.*)$/gm)];
  return lines.map(([, flags, description]) => `${flags}: ${description}`);
}

const COMMANDS = ['collect', 'find', 'list', 'settings', 'why', 'prune', 'rollback'];

test.each(COMMANDS)('%s --help shows the options of the table', async (command) => {
  const listed = optionRows()
    .filter(({ shownBy }) => shownBy.includes(command))
    .map(({ flags, description }) => `${flags}: ${description}`);
  const shown = (await optionsOfHelp(command)).filter((line) => !line.startsWith('-h, --help'));
  expect([...shown].sort()).toEqual([...listed].sort());
});
