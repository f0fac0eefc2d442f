import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

// Loaded before the program (`node --import`): the process gets the signal SIGNAL right when it opens or makes the first path
// that has SIGNAL_AT in it, in the middle of whatever it does, on a machine of any speed.
const { SIGNAL, SIGNAL_AT } = process.env;
let isSent = false;

for (const name of ['mkdirSync', 'openSync', 'readFileSync']) {
  const original = fs[name];
  fs[name] = (...args) => {
    if (!isSent && String(args[0]).includes(SIGNAL_AT)) {
      isSent = true;
      process.kill(process.pid, SIGNAL);
    }
    return original(...args);
  };
}
syncBuiltinESMExports();
