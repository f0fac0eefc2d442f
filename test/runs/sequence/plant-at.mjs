import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';

// Loaded before the program (`node --import`): right after its n-th change of the file system, n being PLANT_AT, the folder
// PLANT becomes a link to the folder VICTIM, as somebody else might do meanwhile. Says so on stderr.
const { PLANT_AT, PLANT, VICTIM } = process.env;
let left = Number(PLANT_AT);
const { renameSync, symlinkSync } = fs;

function planting(change) {
  return (...args) => {
    const result = change(...args);
    if (left-- === 0 && fs.existsSync(PLANT)) {
      renameSync(PLANT, `${PLANT}-away`);
      symlinkSync(VICTIM, PLANT);
      process.stderr.write('planted\n');
    }
    return result;
  };
}

for (const name of [
  'linkSync',
  'lutimesSync',
  'mkdirSync',
  'openSync',
  'renameSync',
  'rmdirSync',
  'unlinkSync',
])
  fs[name] = planting(fs[name]);
syncBuiltinESMExports();
