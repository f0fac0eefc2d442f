import { describe, expect, test } from 'vitest';
import type { Plain } from '../../src/python/index.ts';
import { evaluate } from './project.ts';

// Objects of boto3, azure.identity and google.oauth2 tell what they were made of; whatever else is asked of them is unknown.

async function made(text: string): Promise<unknown> {
  const { value } = await evaluate(text);
  const plain = value('R');
  if (typeof plain !== 'object' || plain?.kind !== 'other' || plain.made === undefined) return plain;
  return {
    by: plain.made.by,
    ...Object.fromEntries([...plain.made.keywords].map(([key, each]) => [key, short(each)])),
  };
}

function short(plain: Plain): unknown {
  if (typeof plain !== 'object' || plain === null) return plain;
  return plain.kind === 'dict'
    ? Object.fromEntries([...plain.entries].map(([key, each]) => [String(key), short(each)]))
    : plain.kind;
}

test.each([
  [
    'from botocore.config import Config\nR = Config(signature_version="s3v4", s3={"addressing_style": "path"})',
    { by: 'botocore.config.Config', signature_version: 's3v4', s3: { addressing_style: 'path' } },
  ],
  [
    'import botocore.client\nR = botocore.client.Config(retries=dict(max_attempts=3))',
    { by: 'botocore.config.Config', retries: { max_attempts: 3 } },
  ],
  [
    'from boto3.s3.transfer import TransferConfig\nR = TransferConfig(8 * 1024, use_threads=False)\nR.multipart_threshold = 9',
    { by: 'boto3.s3.transfer.TransferConfig', multipart_threshold: 9, use_threads: false },
  ],
  ['import botocore\nR = botocore.UNSIGNED', { by: 'botocore.UNSIGNED' }],
  ['from botocore import UNSIGNED as R', { by: 'botocore.UNSIGNED' }],
  [
    'from azure.identity import ManagedIdentityCredential\nR = ManagedIdentityCredential(client_id="x")',
    { by: 'azure.identity.ManagedIdentityCredential', client_id: 'x' },
  ],
  [
    'from google.oauth2 import service_account\nR = service_account.Credentials.from_service_account_file("a" + ".json")',
    { by: 'google.oauth2.service_account.Credentials.from_service_account_file', filename: 'a.json' },
  ],
])('%s', async (text, expected) => {
  expect(await made(`${text}\n`)).toEqual(expected);
});

describe('unknown is', () => {
  test.each([
    ['what the class does not take', 'from botocore.config import Config\nR = Config(signature="s3v4")\n'],
    ['a positional argument', 'from botocore.config import Config\nR = Config("eu-west-1")\n'],
    ['what it is asked for', 'from botocore.config import Config\nR = Config().merge(Config())\n'],
    [
      'a class that is handed secrets',
      'from azure.identity import ClientSecretCredential\nR = ClientSecretCredential("a", "b", "c")\n',
    ],
    ['another part of the package', 'import boto3\nR = boto3.client("s3")\n'],
  ])('%s', async (_, text) => {
    expect(await made(text)).toMatchObject({ kind: 'unknown' });
  });
});
