import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

// Loaded before the program (`node --import`): the process stands still, as under SIGSTOP, right before the n-th staged
// thing is renamed to below STOP_BELOW, n being STOP_AT, until somebody sends SIGCONT.
const { STOP_AT, STOP_BELOW } = process.env;
let left = Number(STOP_AT);
const { renameSync } = fs;

fs.renameSync = (from, to) => {
  const isPlaced = String(from).includes('/tree/') && String(to).startsWith(`${STOP_BELOW}/`);
  if (isPlaced && left-- === 0) process.kill(process.pid, 'SIGSTOP');
  return renameSync(from, to);
};
syncBuiltinESMExports();
