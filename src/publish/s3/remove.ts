import { codeOf, statusOf } from './failure.ts';
import { type Session, send } from './session.ts';

/** Single removals on their way at once. */
const PARALLEL = 16;

/** Answers to DeleteObjects by stores that don't have it. */
const NOT_THERE = new Set(['NotImplemented', 'MethodNotAllowed', 'InvalidArgument', 'InvalidRequest']);

/** Removes up to 1,000 objects; what is gone already is fine. */
export async function removeObjects(session: Session, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  if (!session.removesMany) return removeSingly(session, keys);
  const left = await removeTogether(session, keys);
  if (left.length > 0) await removeSingly(session, left);
}

/** Returns the keys that are left to be removed one by one. */
async function removeTogether(session: Session, keys: readonly string[]): Promise<readonly string[]> {
  const { aws, bucket } = session;
  const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
  const doing = { verb: 'remove', key: keys[0] as string } as const;
  return send(session, doing, async () => {
    const { client, sdk } = await aws();
    try {
      const { Errors = [] } = await client.send(new sdk.DeleteObjectsCommand({ Bucket: bucket, Delete }));
      // Asked for singly, a key tells why it can't be removed, or the store has had its rest.
      return Errors.filter(({ Code }) => Code !== 'NoSuchKey').map(({ Key = '' }) => Key);
    } catch (error) {
      if (!NOT_THERE.has(codeOf(error)) && statusOf(error) !== 501) throw error;
      session.removesMany = false;
      return keys;
    }
  });
}

async function removeSingly(session: Session, keys: readonly string[]): Promise<void> {
  const { aws, bucket } = session;
  const { client, sdk } = await aws();
  let next = 0;
  const remove = async (): Promise<void> => {
    while (next < keys.length) {
      const key = keys[next++] as string;
      await send(session, { verb: 'remove', key }, () =>
        client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key })).catch((error: unknown) => {
          if (codeOf(error) !== 'NoSuchKey') throw error;
        }),
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, keys.length) }, remove));
}
