/**
 * A million files of 20 bytes, collected once: what a file costs there beside what it costs among ten thousand, and the
 * memory at its peak.
 *
 *     npm run build && node test/bench/million.mjs [FILES] [FOLDER] [STORAGE]
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const [, , files = '1000000', parent = '/dev/shm', storage = 'plain'] = process.argv;
const FEW = 10_000;
const BIN = process.env.COLLECTSTATIC ?? new URL('../../bin/collectstatic.js', import.meta.url).pathname;

/** Makes the run tell what it took, in its last moment. */
const TELL =
  'data:text/javascript,process.on("exit",()=>{const u=process.resourceUsage();process.stderr.write("USAGE"+JSON.stringify(u))})';

function makeSources(folder, count) {
  for (let index = 0; index < count; index++) {
    const below = join(folder, 'assets', `d${Math.floor(index / 1000)}`);
    if (index % 1000 === 0) mkdirSync(below, { recursive: true });
    writeFileSync(join(below, `${index}.txt`), String(index).padStart(20, '.'));
  }
  const settings = {
    STATIC_URL: '/static/',
    STATIC_ROOT: 'static',
    STATICFILES_DIRS: ['assets'],
    STORAGE: storage,
  };
  writeFileSync(join(folder, 'collectstatic.config.json'), JSON.stringify(settings));
}

function run(folder) {
  const before = process.hrtime.bigint();
  const args = ['--import', TELL, BIN, '--no-input'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the run failed: ${stderr}`);
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(stderr.slice(stderr.indexOf('USAGE') + 5));
  const seconds = Number(process.hrtime.bigint() - before) / 1e9;
  return { said: stdout.trim(), seconds, processor: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS / 1e3 };
}

function measure(count) {
  const folder = mkdtempSync(join(parent, 'collectstatic-million-'));
  try {
    makeSources(folder, count);
    return [run(folder), run(folder)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const count of [FEW, Number(files)]) {
  for (const { said, seconds, processor, peak } of measure(count)) {
    const each = ((processor / count) * 1e6).toFixed(1);
    console.log(
      `${said}\n  ${seconds.toFixed(1)} s, processor ${each} µs a file, peak ${peak.toFixed(0)} MB`,
    );
  }
}
