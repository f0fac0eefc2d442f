import { chmodSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CollectstaticError } from '../../../src/errors.ts';
import { digestFiles } from '../../../src/publish/site/digests.ts';
import { readSite } from '../../../src/publish/site/read-site.ts';
import { wantedObjects } from '../../../src/publish/site/wanted.ts';
import type { Problem } from '../../../src/types.ts';
import { put, workspaceOf } from '../../storages/folder.ts';
import type { Store } from '../memory-bucket.ts';
import { DESTINATION, makeProject, type Project } from '../project.ts';

async function problemsOf(work: () => unknown): Promise<readonly Problem[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (!(error instanceof CollectstaticError)) throw error;
    return error.problems;
  }
}

function pathsOf({ settings }: Project): readonly string[] {
  return readSite(settings).files.map(({ path }) => path);
}

const root = ({ folder }: Project): string => join(folder, 'root');

test('takes what Django has collected itself, without a ledger of ours', async () => {
  const project = await makeProject();
  const before = pathsOf(project);
  rmSync(workspaceOf(root(project)), { recursive: true });
  expect(pathsOf(project)).toEqual(before);
  expect(before).toContain('staticfiles.json');
});

test('leaves out what is hidden, retired or ours, and takes .well-known and what else lies there', async () => {
  const project = await makeProject();
  await project.write({ 'index.html': null });
  put(root(project), '.env', 'SECRET=1');
  put(root(project), '.git/config', '');
  put(root(project), '.well-known/security.txt', 'mail');
  put(root(project), 'robots.txt', 'all');
  const site = readSite(project.settings);
  const paths = site.files.map(({ path }) => path);
  expect(paths).toContain('.well-known/security.txt');
  expect(paths).toContain('robots.txt');
  expect(paths.filter((path) => /^index|env|\.git/.test(path))).toEqual([]);
  expect(site.problems).toMatchObject([{ code: 'publish-hidden', message: expect.stringContaining('.env') }]);
});

test('a rehearsal knows what nobody has collected where it would collect', async () => {
  const built = await makeProject({ 'a.js': 'new', 'b.js': 'b' });
  const real = await makeProject({ 'a.js': 'old', 'gone.js': 'gone' });
  await real.write({ 'gone.js': null });
  put(root(real), 'robots.txt', 'all');
  put(root(real), '.env', 'SECRET=1');
  const site = readSite(built.settings, root(real));
  expect(site.files.map(({ path }) => path)).toEqual([...pathsOf(built), 'robots.txt'].sort());
  expect(site.files.find(({ path }) => path === 'robots.txt')?.file).toBe(join(root(real), 'robots.txt'));
  expect(site.problems).toMatchObject([{ code: 'publish-hidden', message: expect.stringContaining('.env') }]);
});

test('keeps the dot of .well-known for Azure too, where django-storages strips it', async () => {
  const project = await makeProject({ 'a.css': 'a' }, 'plain');
  put(root(project), '.well-known/security.txt', 'mail');
  const azure = { kind: 'azure' } as typeof DESTINATION.store;
  const destination = { ...DESTINATION, store: azure, prefix: '' };
  const { objects } = await wantedObjects(readSite(project.settings), project.settings, destination);
  expect(objects.map(({ key }) => key)).toEqual(['.well-known/security.txt', 'a.css']);
});

test('follows links to files, and lists all that cannot be sent', async () => {
  const project = await makeProject({ 'a.css': 'a' }, 'plain');
  symlinkSync(join(project.folder, 'assets/a.css'), join(root(project), 'linked.css'));
  expect(pathsOf(project)).toEqual(['a.css', 'linked.css']);
  symlinkSync('/nowhere/at/all', join(root(project), 'broken.css'));
  symlinkSync(project.folder, join(root(project), 'folder.css'));
  const problems = await problemsOf(() => readSite(project.settings));
  expect(problems.map(({ code }) => code)).toEqual(['publish-unfit-file', 'publish-unfit-file']);
});

test('publishes nothing where there is nothing, no manifest, or one that names what is not there', async () => {
  const project = await makeProject();
  rmSync(join(root(project), 'js/app.js'));
  const { paths } = JSON.parse(readSite(project.settings).manifest?.bytes.toString() ?? '{}');
  rmSync(join(root(project), paths['img/logo.svg']));
  const named = await problemsOf(() => readSite(project.settings));
  expect(named).toMatchObject([
    { code: 'publish-manifest-names-missing', message: expect.stringContaining('img/logo') },
  ]);
  put(root(project), 'staticfiles.json', '{');
  expect(await problemsOf(() => readSite(project.settings))).toMatchObject([
    { code: 'manifest-unreadable', severity: 'error' },
  ]);
  rmSync(join(root(project), 'staticfiles.json'));
  expect(await problemsOf(() => readSite(project.settings))).toMatchObject([
    { code: 'publish-manifest-missing' },
  ]);
  rmSync(root(project), { recursive: true });
  expect(await problemsOf(() => readSite(project.settings))).toMatchObject([{ code: 'publish-nothing' }]);
});

test('refuses all keys that no store takes at once, before a byte is read', async () => {
  const project = await makeProject({ 'a.css': 'a' }, 'plain');
  const long = `${'x'.repeat(250)}/${'y'.repeat(250)}/${'z'.repeat(250)}/${'w'.repeat(250)}`;
  put(root(project), `${long}/fits.css`, '');
  put(root(project), `${long}/${'v'.repeat(20)}.css`, '');
  put(root(project), '~collectstatic/ledger.json', '');
  if (process.platform === 'linux') {
    put(root(project), 'line\nbreak.css', '');
    writeFileSync(Buffer.concat([Buffer.from(`${root(project)}/`), Buffer.from([0xff, 0x61])]), '');
  }
  const site = (): ReturnType<typeof readSite> => readSite(project.settings);
  const problems = await problemsOf(() => project.publish(new Map()));
  const codes = problems.map(({ code }) => code);
  if (process.platform !== 'linux') return;
  expect(codes).toEqual(['publish-unfit-file']);
  expect(problems[0]?.cause).toContain('UTF-8');
  rmSync(Buffer.concat([Buffer.from(`${root(project)}/`), Buffer.from([0xff, 0x61])]));
  const keys = await problemsOf(() => wantedObjects(site(), project.settings, DESTINATION));
  expect(keys.map(({ code }) => code)).toEqual([
    'publish-key-too-long',
    'publish-key-control',
    'publish-key-ours',
  ]);
  expect(keys[0]?.message).toContain('1 file ');
});

test('reads no file again that looks as it did, and any file that does not', async () => {
  const project = await makeProject();
  const store: Store = new Map();
  await project.publish(store);
  const { files } = readSite(project.settings);
  const jobs = files.map((file) => ({ file, gzipped: false }));
  // What can't be opened would be an error if it were read; root may open everything.
  for (const { file } of files) chmodSync(file, 0o000);
  const changedMode = readSite(project.settings).files;
  expect(changedMode.every(({ ctimeMs }, index) => ctimeMs !== files[index]?.ctimeMs)).toBe(true);
  const { digests } = await digestFiles(root(project), jobs);
  expect(digests).toHaveLength(files.length);
  for (const { file } of files) chmodSync(file, 0o644);
  const known = new Map(digests.map(({ md5 }, index) => [files[index]?.path, md5]));
  // The same size, and the time it had: only the time of the change tells.
  const [victim] = files;
  if (victim === undefined) throw new Error('no file');
  writeFileSync(victim.file, 'X'.repeat(victim.size));
  utimesSync(victim.file, victim.mtimeMs / 1000, victim.mtimeMs / 1000);
  expect(statSync(victim.file).size).toBe(victim.size);
  const again = readSite(project.settings).files.map((file) => ({ file, gzipped: false }));
  const next = await digestFiles(root(project), again);
  expect(next.digests[0]?.md5).not.toBe(known.get(victim.path));
});

test('trusts no time that every file of a package has', async () => {
  const project = await makeProject({ 'a.css': 'one' }, 'plain');
  const file = join(root(project), 'a.css');
  utimesSync(file, 1, 1);
  const jobs = (): { file: ReturnType<typeof readSite>['files'][number]; gzipped: boolean }[] =>
    readSite(project.settings).files.map((each) => ({ file: each, gzipped: false }));
  const { digests, keep } = await digestFiles(root(project), jobs());
  keep(null);
  const seen = jobs();
  writeFileSync(file, 'two');
  utimesSync(file, 1, 1);
  const { digests: others } = await digestFiles(root(project), seen);
  expect(others).not.toEqual(digests);
});

test('goes on, with a warning, where nothing can be remembered', async () => {
  const project = await makeProject();
  put(project.folder, '.collectstatic/root/publish.json/in-the-way', '');
  const report = await project.publish(new Map());
  expect(report.problems.map(({ code }) => code)).toContain('publish-memory');
});
