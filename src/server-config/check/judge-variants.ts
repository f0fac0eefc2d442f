import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Answer } from './client.ts';
import { type Complaint, error, warning } from './complaint.ts';
import type { Facts } from './facts.ts';
import type { Answers } from './questions.ts';

/** Judges how compressed variants are chosen. */
export function judgeVariants(facts: Facts, answers: Answers): readonly Complaint[] {
  const { compressed, archive } = facts;
  const complaints: Complaint[] = [];
  const packed = answers.get('archive');
  if (archive !== null && packed?.headers['content-encoding'] !== undefined) {
    const encoding = packed.headers['content-encoding'];
    complaints.push(
      error('server-archive-unpacked', `${archive} is sent with Content-Encoding: ${encoding}`),
    );
  }
  if (compressed === null) return complaints;
  const plain = answers.get(`file ${compressed}`);
  if (plain?.status !== 200) return complaints;
  const unasked = judgeUnasked(facts, compressed, answers);
  if (unasked !== null) return [...complaints, unasked];
  return [
    ...complaints,
    ...judgeAccepted(facts, compressed, answers),
    ...judgeVary(compressed, answers),
    ...judgeRefused(compressed, answers),
    ...judgeTags(compressed, answers),
  ];
}

/** Compressed for who accepts nothing: all further complaints would be about the same. */
function judgeUnasked(facts: Facts, path: string, answers: Answers): Complaint | null {
  const answer = answers.get('nothing accepted');
  const encoding = answer?.headers['content-encoding'];
  if (answer?.status !== 200 || encoding === undefined) return null;
  return unpack(encoding, answer.body)?.equals(facts.read(path))
    ? error('server-encoding-unasked', `${path} is sent as ${encoding} to who accepts nothing`)
    : broken(path, encoding);
}

function broken(path: string, encoding: string | undefined): Complaint {
  return error('server-variant-broken', `${path} is sent as ${encoding}, and is not what it says`);
}

type Encoding = 'gzip' | 'br';

function judgeAccepted(facts: Facts, path: string, answers: Answers): readonly Complaint[] {
  const fates = new Map<Encoding, Fate>();
  for (const encoding of ['gzip', 'br'] as const) {
    const answer = answers.get(encoding);
    if (answer?.status === 200) fates.set(encoding, fateOf(facts, path, encoding, answer));
  }
  const those = (fate: Fate): readonly Encoding[] =>
    [...fates].flatMap(([encoding, each]) => (each === fate ? [encoding] : []));
  const [bad] = those('broken');
  if (bad !== undefined) return [broken(path, answers.get(bad)?.headers['content-encoding'])];
  const [unsaid] = those('unsaid');
  if (unsaid !== undefined) {
    return [error('server-encoding-missing', `${path} is sent as ${unsaid} without Content-Encoding`)];
  }
  const unused = those('unused');
  if (unused.length > 0) {
    const words = `The compressed files are not used: ${path} is sent as it is, or compressed anew, to who accepts ${unused.join(' and ')}`;
    return [warning('server-variant-unused', words)];
  }
  const proxy = answers.get('proxy');
  if (proxy?.status !== 200 || proxy.headers['content-encoding'] !== undefined) return [];
  return [warning('server-variant-proxy', `${path} is not compressed for a proxy (Via)`)];
}

type Fate = 'used' | 'unused' | 'broken' | 'unsaid';

function fateOf(facts: Facts, path: string, asked: Encoding, { headers, body }: Answer): Fate {
  const stored = facts.read(`${path}${asked === 'br' ? '.br' : '.gz'}`);
  const encoding = headers['content-encoding']?.replace(/^x-/, '');
  if (encoding === undefined || encoding === 'identity') return body.equals(stored) ? 'unsaid' : 'unused';
  if (encoding === asked && body.equals(stored)) return 'used';
  const unpacked = unpack(encoding, body);
  return unpacked?.equals(facts.read(path)) ? 'unused' : 'broken';
}

function unpack(encoding: string, body: Buffer): Buffer | null {
  try {
    if (encoding === 'br') return brotliDecompressSync(body);
    return /^(?:x-)?gzip$/.test(encoding) ? gunzipSync(body) : null;
  } catch {
    return null;
  }
}

function judgeVary(path: string, answers: Answers): readonly Complaint[] {
  const lacking = ['nothing accepted', 'gzip', 'br'].filter((name) => {
    const answer = answers.get(name);
    return (
      answer?.status === 200 &&
      !/(?:^|[\s,])(?:accept-encoding|\*)(?:$|[\s,])/i.test(answer.headers.vary ?? '')
    );
  });
  // Where nothing is ever compressed, nothing varies.
  const isCompressed = ['gzip', 'br'].some(
    (name) => answers.get(name)?.headers['content-encoding'] !== undefined,
  );
  if (lacking.length === 0 || !isCompressed) return [];
  const [first] = lacking;
  const what = first === 'nothing accepted' ? 'the uncompressed answer' : `the answer in ${first}`;
  return [error('server-vary', `${path}: ${what} has no Vary: Accept-Encoding`)];
}

function judgeRefused(path: string, answers: Answers): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const refused = answers.get('refused');
  if (refused?.status === 200 && refused.headers['content-encoding'] !== undefined) {
    const words = `${path} is sent as ${refused.headers['content-encoding']} to who refuses it by q=0`;
    complaints.push(warning('server-encoding-refused', words));
  }
  const own = answers.get('own name');
  if (own?.status === 200) {
    complaints.push(warning('server-variant-address', `${path}.gz has an address of its own`));
  }
  return complaints;
}

function judgeTags(path: string, answers: Answers): readonly Complaint[] {
  const plain = answers.get(`file ${path}`)?.headers.etag;
  const packed = [answers.get('br'), answers.get('gzip')].find(
    (answer) => answer?.headers['content-encoding'] !== undefined,
  );
  if (plain === undefined || plain.startsWith('W/') || packed?.headers.etag !== plain) return [];
  return [warning('server-tags-alike', `${path} has one ETag for all encodings: ${plain}`)];
}
