// Reads a site without a pause until stdin ends: `node reader.mjs PORT STATIC_ROOT`. Prints what it saw as JSON.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

const [port, staticRoot] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });
const ACCEPTED = ['identity', 'gzip', 'br'];
const wrong = [];
// Names that were gone with their release between a look at the manifest and the request: a rollback takes them away.
const gone = [];
const tags = new Map();
let count = 0;
let isOver = false;
process.stdin.resume().on('end', () => {
  isOver = true;
});

function ask(path, accepted) {
  return new Promise((resolve, reject) => {
    const options = {
      port,
      host: '127.0.0.1',
      path: `/static/${path}`,
      agent,
      headers: { 'Accept-Encoding': accepted },
    };
    get(options, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }),
      );
      answer.on('error', reject);
    }).on('error', reject);
  });
}

function content({ headers, body }) {
  if (headers['content-encoding'] === 'br') return brotliDecompressSync(body);
  return headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

/** All lines of one version, and as many as it has. */
function isWhole(text) {
  const lines = text.trimEnd().split('\n');
  return new Set(lines).size === 1 && Number(lines[0].split(' ')[3]) === lines.length;
}

/** A tag stands for the same bytes for ever. */
function isSameTag({ headers }, accepted, text) {
  const key = `${headers.etag} ${headers['content-encoding'] ?? accepted}`;
  const known = tags.get(key) ?? text;
  tags.set(key, known);
  return headers.etag !== undefined && known === text;
}

async function read(path, hash, accepted) {
  const answer = await ask(path, accepted);
  if (answer.status === 404 && hash !== undefined && !manifestNames().includes(path))
    return void gone.push(path);
  if (answer.status !== 200) return `status ${answer.status}`;
  const bytes = content(answer);
  if (hash !== undefined && createHash('md5').update(bytes).digest('hex').slice(0, 12) !== hash)
    return 'other content';
  if (!isWhole(bytes.toString())) return 'content of two versions';
  if (!isSameTag(answer, accepted, bytes.toString())) return 'one tag for two contents';
  return answer.headers['cache-control']?.includes('immutable') === (hash !== undefined)
    ? undefined
    : 'Cache-Control';
}

function manifestNames() {
  return Object.values(JSON.parse(readFileSync(`${staticRoot}/staticfiles.json`, 'utf8')).paths);
}

while (!isOver) {
  const accepted = ACCEPTED[count % ACCEPTED.length];
  const { paths } = JSON.parse(readFileSync(`${staticRoot}/staticfiles.json`, 'utf8'));
  const name = paths['version.css'];
  for (const [path, hash] of [
    [name, name.split('.')[1]],
    ['version.css', undefined],
  ]) {
    count++;
    const complaint = await read(path, hash, accepted).catch((error) => String(error));
    if (complaint !== undefined) wrong.push(`${path} ${accepted}: ${complaint}`);
  }
}
agent.destroy();
process.stdout.write(JSON.stringify({ count, versions: tags.size, gone, wrong }));
