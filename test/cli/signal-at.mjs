import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

// Loaded before the program (`node --import`): the process gets the signal SIGNAL right when it opens SIGNAL_AT, in the
// middle of whatever it does, on a machine of any speed.
const { SIGNAL, SIGNAL_AT } = process.env;

for (const name of ['openSync', 'readFileSync']) {
  const original = fs[name];
  fs[name] = (...args) => {
    if (String(args[0]).endsWith(SIGNAL_AT)) process.kill(process.pid, SIGNAL);
    return original(...args);
  };
}
syncBuiltinESMExports();
