// Reads a site without a pause until stdin ends: `node reader.mjs PORT STATIC_ROOT`. Prints a line each time it has read all of
// it, and what it saw as JSON at the end.
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
// Answers that Apache cut short: it looks up a file's size, then opens the file, and what is renamed into its place between
// the two is sent with the size of its forerunner, or broken off where it is shorter. Only plain names are ever replaced.
const cut = [];
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
    const asked = get(options, (answer) => {
      const parts = [];
      const { statusCode: status, headers } = answer;
      const end = (broken) => resolve({ status, headers, body: Buffer.concat(parts), broken });
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => end());
      answer.on('error', end);
    });
    asked.on('error', (error) => {
      // A server may close a connection in the moment in which it is used again: such a request is made once more.
      if (asked.reusedSocket && error.code === 'ECONNRESET') resolve(ask(path, accepted));
      else reject(error);
    });
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

function isCut({ status, headers, body, broken }) {
  if (status !== 200 || headers.server?.startsWith('Apache') !== true) return false;
  if (broken !== undefined) return true;
  if (headers['content-encoding'] === undefined) return isFewerLines(body.toString());
  try {
    content({ headers, body });
    return false;
  } catch (error) {
    return error.message === 'unexpected end of file';
  }
}

/** The start of one version, and less than all of it. */
function isFewerLines(text) {
  const lines = text.split('\n');
  const last = lines.pop();
  const [first] = lines;
  if (first === undefined || lines.some((line) => line !== first)) return false;
  return first.startsWith(last) && lines.length < Number(first.split(' ')[3]);
}

async function read(path, hash, accepted) {
  let answer = await ask(path, accepted);
  if (hash === undefined && isCut(answer)) {
    cut.push(path);
    answer = await ask(path, accepted);
  }
  if (answer.broken !== undefined) return String(answer.broken);
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
  process.stdout.write('\n');
}
agent.destroy();
process.stdout.write(JSON.stringify({ count, versions: tags.size, gone, cut, wrong }));
