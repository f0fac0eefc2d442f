// Runs under node.exe. Wine gives no pipes that Node can use, so requests and answers are files in a folder:
// `<n>.ask` {cwd, env, args} gives `<n>.told` {code, stdout, stderr}; `stop` ends the process.
const { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Readable } = require('node:stream');

const [cli, folder] = process.argv.slice(2);
const { start } = require(cli);
const PAUSE = 5;

async function answer({ cwd, env, args }) {
  const stdout = [];
  const stderr = [];
  const fake = {
    argv: ['node', 'collectstatic', ...args],
    env,
    cwd: () => cwd,
    stdin: Object.assign(Readable.from([]), { isTTY: false }),
    stdout: { write: (text) => stdout.push(text), on: () => undefined },
    stderr: { write: (text) => stderr.push(text), on: () => undefined },
    exitCode: 0,
    on: () => undefined,
    off: () => undefined,
  };
  try {
    await start(fake);
  } catch (error) {
    stderr.push(error.stack);
    fake.exitCode = 70;
  }
  return { code: Number(fake.exitCode), stdout: stdout.join(''), stderr: stderr.join('') };
}

/** Whoever sees the file sees all of it. */
function tell(file, text) {
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}

async function serve() {
  while (!existsSync(join(folder, 'stop'))) {
    const asked = readdirSync(folder).filter((name) => name.endsWith('.ask'));
    for (const name of asked) {
      const file = join(folder, name);
      const told = await answer(JSON.parse(readFileSync(file, 'utf8')));
      rmSync(file);
      tell(file.replace(/ask$/, 'told'), JSON.stringify(told));
    }
    if (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

tell(join(folder, 'ready'), process.version);
serve();
