import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

// Loaded before the program (`node --import`): the process is killed right before it changes the file system for the
// n-th time, n being KILL_AT; or before its n-th KILL_CHANGE of what is served. So a kill at any moment can be chosen, and
// chosen again.
// With KILL_SIGNAL=SIGSTOP the process stands still there until somebody sends SIGCONT.
const { KILL_AT, KILL_CHANGE, KILL_SIGNAL = 'SIGKILL' } = process.env;
let left = Number(KILL_AT);

const CHANGES = [
  'copyFileSync',
  'futimesSync',
  'linkSync',
  'mkdirSync',
  'renameSync',
  'rmdirSync',
  'rmSync',
  'symlinkSync',
  'unlinkSync',
  'utimesSync',
  'writeSync',
];

function killable(change) {
  return (...args) => {
    const counts = !KILL_CHANGE || !String(args[0]).includes('/.collectstatic');
    if (counts && left-- <= 0) {
      left = Number.POSITIVE_INFINITY;
      process.kill(process.pid, KILL_SIGNAL);
      if (KILL_SIGNAL === 'SIGKILL') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    }
    return change(...args);
  };
}

for (const name of KILL_CHANGE ? [KILL_CHANGE] : CHANGES) fs[name] = killable(fs[name]);
if (!KILL_CHANGE) fs.promises.rm = killable(fs.promises.rm);
syncBuiltinESMExports();
