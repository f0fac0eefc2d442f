import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Adds up what .ci/run wrote into a folder: `steps` (a line each), and for each suite vitest's report and exit code.
const [folder] = process.argv.slice(2);

const steps = readFileSync(join(folder, 'steps'), 'utf8').trimEnd().split('\n');
const failures = steps
  .filter((line) => line.startsWith('failed '))
  .map((line) => line.slice('failed '.length));
const skipped = [];
let passed = steps.length - failures.length;

for (const file of readdirSync(folder).filter((name) => name.endsWith('.code'))) {
  const suite = file.slice(0, -'.code'.length);
  const report = join(folder, `${suite}.json`);
  const files = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : [];
  const tests = files.flatMap((each) => each.assertionResults.map((test) => ({ ...test, file: each.name })));
  const failed = tests
    .filter((test) => test.status === 'failed')
    .map((test) => `${suite}: ${test.fullName.trim()}`);
  passed += tests.filter((test) => test.status === 'passed').length;
  skipped.push(
    ...tests
      .filter((test) => !['passed', 'failed'].includes(test.status))
      .map((test) => test.fullName.trim()),
  );
  failures.push(...failed);
  // Crashed: no report, nothing ran, a file that could not be loaded, or an error outside of any test.
  const code = Number(readFileSync(join(folder, file), 'utf8'));
  if (failed.length === 0 && (code !== 0 || tests.length === 0)) failures.push(`${suite} ended with ${code}`);
}

for (const name of skipped) console.log(`skipped: ${name}`);
for (const name of failures) console.log(`failed: ${name}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
