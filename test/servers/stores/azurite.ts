import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBucket } from '../../../src/publish/open-bucket.ts';
import type { AzureSpec, Bucket } from '../../../src/types.ts';
import { installed } from '../../installs/installed.ts';
import { freePort } from '../../serve/free-port.ts';
import { type Server, startServer } from '../server.ts';
import { ACCESS } from './buckets.ts';
import { secret } from './keys.ts';

/** The account that every Azurite has. */
const ACCOUNT = 'devstoreaccount1';
export const ACCOUNT_KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

function installPackages(name: string, packages: readonly string[]): string {
  return installed(name, (folder) => {
    writeFileSync(join(folder, 'package.json'), '{"private": true}');
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  });
}

/** A project that has Azure's packages installed. */
export function azureProject(): string {
  return installPackages('azure-storage-blob-12.32.0', [
    '@azure/storage-blob@12.32.0',
    '@azure/identity@4.13.1',
  ]);
}

/** Starts Azurite, the emulator of Azure's storage; it keeps its blobs in a folder of its own. */
export async function startAzurite(): Promise<Server> {
  const home = installPackages('azurite-3.35.0', ['azurite@3.35.0']);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return startServer({
    program: process.execPath,
    url,
    args: (folder) => [
      join(home, 'node_modules/azurite/dist/src/blob/main.js'),
      '--silent',
      '--location',
      folder,
      '--blobHost',
      '127.0.0.1',
      '--blobPort',
      String(port),
      '--disableTelemetry',
      '--skipApiVersionCheck',
    ],
    isReady: async () => (await fetch(url)).status === 400,
  });
}

/** The connection string of an Azurite at `url`. */
export function connectionString(url: string, key: string = ACCOUNT_KEY): string {
  const protocol = new URL(url).protocol.slice(0, -1);
  return `DefaultEndpointsProtocol=${protocol};AccountName=${ACCOUNT};AccountKey=${key};BlobEndpoint=${url}/${ACCOUNT};`;
}

export function azureSpec(url: string, container: string, changes: Partial<AzureSpec> = {}): AzureSpec {
  return {
    kind: 'azure',
    container,
    accountName: null,
    endpointSuffix: 'core.windows.net',
    useSsl: true,
    access: { kind: 'connection-string', secret: secret(connectionString(url)) },
    timeoutSeconds: null,
    ...changes,
  };
}

export async function makeContainer(url: string, container: string): Promise<void> {
  const { BlobServiceClient } = await import(
    join(azureProject(), 'node_modules/@azure/storage-blob/dist/esm/index.js')
  );
  await BlobServiceClient.fromConnectionString(connectionString(url))
    .getContainerClient(container)
    .create({ access: 'blob' });
}

export function openAzureBucket(spec: AzureSpec): Promise<Bucket> {
  return openBucket(spec, { ...ACCESS, project: azureProject() });
}
