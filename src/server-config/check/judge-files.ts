import type { Answer } from './client.ts';
import { type Complaint, error, warning } from './complaint.ts';
import type { Facts, Sample } from './facts.ts';
import type { Answers } from './questions.ts';

/** Judges types, content and caching of the files that stand for their kinds. What several show is one complaint. */
export function judgeFiles(facts: Facts, answers: Answers): readonly Complaint[] {
  const asked = facts.samples.flatMap((sample) =>
    [sample.plain, ...(sample.hashed === null ? [] : [sample.hashed])].flatMap((path): readonly Asked[] => {
      const answer = answers.get(`file ${path}`);
      return answer === undefined ? [] : [{ sample, path, isHashed: path === sample.hashed, answer }];
    }),
  );
  const sent = asked.filter(({ answer }) => answer.status === 200);
  return [
    ...judgeContent(facts, asked),
    ...judgeTypes(sent),
    ...judgeAges(facts, sent),
    ...judgeLookalike(facts, answers),
    ...judgeOrigins(facts, sent),
  ];
}

interface Asked {
  readonly sample: Sample;
  readonly path: string;
  readonly isHashed: boolean;
  readonly answer: Answer;
}

/** `css/a.css`, or `css/a.css and 3 more`. */
function listed(paths: readonly string[]): string {
  return paths.length > 1 ? `${paths[0]} and ${paths.length - 1} more` : `${paths[0]}`;
}

function judgeContent(facts: Facts, asked: readonly Asked[]): readonly Complaint[] {
  const absent = asked.filter(({ answer }) => answer.status !== 200);
  const other = asked.filter(
    ({ path, answer }) =>
      answer.status === 200 &&
      answer.headers['content-encoding'] === undefined &&
      !isStart(answer.body, facts.read(path)),
  );
  return [
    ...(absent.length === 0
      ? []
      : [
          error(
            'server-content',
            `Not found on the server (${absent[0]?.answer.status}): ${listed(absent.map(({ path }) => path))}`,
          ),
        ]),
    ...(other.length === 0
      ? []
      : [
          error(
            'server-content',
            `Sent with other content than STATIC_ROOT has: ${listed(other.map(({ path }) => path))}`,
          ),
        ]),
  ];
}

/** Of a large file only the start was read. */
function isStart(body: Buffer, file: Buffer): boolean {
  return body.length > 0 && file.length > body.length && body.length > 1_000_000
    ? file.subarray(0, body.length).equals(body)
    : body.equals(file);
}

/** Names of one type. */
const SAME: readonly ReadonlySet<string>[] = [
  new Set(['text/javascript', 'application/javascript', 'application/x-javascript']),
  new Set(['image/vnd.microsoft.icon', 'image/x-icon']),
  new Set(['font/woff', 'application/font-woff']),
  new Set(['application/xml', 'text/xml']),
  new Set(['text/yaml', 'application/yaml']),
  new Set(['application/gzip', 'application/x-gzip']),
];

/** Kinds that browsers refuse under a wrong type. */
const STRICT = new Set(['.css', '.js', '.mjs', '.cjs', '.wasm', '.svg', '.html']);

function judgeTypes(sent: readonly Asked[]): readonly Complaint[] {
  const wrong = new Map<string, string>();
  const bare: string[] = [];
  for (const { sample, answer } of sent) {
    const found = answer.headers['content-type'];
    if (sample.type === 'application/octet-stream') continue;
    if (!isSameType(essence(found ?? ''), essence(sample.type))) {
      wrong.set(
        sample.extension,
        `${sample.extension} as ${found ?? 'nothing'}, not ${essence(sample.type)}`,
      );
    } else if (/charset=/.test(sample.type) && !/charset=/i.test(found ?? '')) bare.push(sample.extension);
  }
  const words = [...wrong.values()].join('; ');
  const isStrict = [...wrong.keys()].some((extension) => STRICT.has(extension));
  const kinds = [...new Set(bare)].join(', ');
  return [
    ...(wrong.size === 0
      ? []
      : [
          isStrict
            ? error('server-type', `Wrong types: ${words}`)
            : warning('server-type', `Wrong types: ${words}`),
        ]),
    ...(bare.length === 0 ? [] : [warning('server-charset', `Text is sent without its charset: ${kinds}`)]),
  ];
}

function essence(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase();
}

function isSameType(one: string, other: string): boolean {
  return one === other || SAME.some((names) => names.has(one) && names.has(other));
}

/** Seconds for which plain files may be kept without a complaint, whatever WHITENOISE_MAX_AGE says. */
const SHORT = 3600;

/** Seconds from which a hashed file counts as kept. */
const LONG = 30 * 86_400;

/** How long an answer may be kept: seconds, and whether it counts as never changing. `null`: it does not say. */
function ageOf({ headers }: Answer): { readonly seconds: number; readonly isImmutable: boolean } | null {
  const control = headers['cache-control'] ?? '';
  const ages = [...control.matchAll(/(?:^|[\s,])max-age=(\d+)/gi)].map(([, seconds]) => Number(seconds));
  const isImmutable = /\bimmutable\b/i.test(control);
  if (ages.length > 0) return { seconds: Math.max(...ages), isImmutable };
  if (/no-cache|no-store/i.test(control)) return { seconds: 0, isImmutable };
  const expires = Date.parse(headers.expires ?? '');
  const date = Date.parse(headers.date ?? '');
  return Number.isNaN(expires - date) ? null : { seconds: Math.max(0, (expires - date) / 1000), isImmutable };
}

function judgeAges({ maxAge }: Facts, sent: readonly Asked[]): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const plain = sent.filter(({ isHashed }) => !isHashed);
  const long = plain.filter(({ answer }) => {
    const age = ageOf(answer);
    return age !== null && (age.isImmutable || age.seconds > Math.max(SHORT, maxAge ?? 0));
  });
  const [kept] = long;
  if (kept !== undefined) {
    const words = `${listed(long.map(({ path }) => path))}: ${saysAge(kept.answer)}`;
    complaints.push(error('server-immutable-plain', `Plain files are kept for long: ${words}`));
  }
  const silent = maxAge === null ? [] : plain.filter(({ answer }) => ageOf(answer) === null);
  if (silent.length > 0) {
    const words = listed(silent.map(({ path }) => path));
    complaints.push(
      warning('server-cache-missing', `Plain files say nothing of how long they may be kept: ${words}`),
    );
  }
  const short = sent.filter(({ isHashed, answer }) => isHashed && (ageOf(answer)?.seconds ?? 0) < LONG);
  if (short.length > 0) {
    const words = listed(short.map(({ path }) => path));
    complaints.push(warning('server-immutable-missing', `Hashed files are not kept: ${words}`));
  }
  const twice = sent.find(
    ({ answer }) => ((answer.headers['cache-control'] ?? '').match(/max-age=/gi)?.length ?? 0) > 1,
  );
  if (twice !== undefined) {
    const control = twice.answer.headers['cache-control'];
    complaints.push(
      warning('server-cache-twice', `${twice.path} has two values of Cache-Control: ${control}`),
    );
  }
  return complaints;
}

function saysAge({ headers }: Answer): string {
  const control = headers['cache-control'];
  return control === undefined ? `Expires: ${headers.expires}` : `Cache-Control: ${control}`;
}

function judgeLookalike({ lookalike }: Facts, answers: Answers): readonly Complaint[] {
  const answer = answers.get('lookalike');
  if (lookalike === null || answer === undefined || ageOf(answer)?.isImmutable !== true) return [];
  // A plain file of that kind may be the one that was complained of already.
  if (answers.get(`file ${lookalike}`) !== undefined) return [];
  return [error('server-immutable-plain', `${lookalike} only looks hashed, and is kept for ever`)];
}

const FONT = /^\.(?:woff2?|ttf|otf|eot)$/;

function judgeOrigins({ anyOrigin, hasHost }: Facts, sent: readonly Asked[]): readonly Complaint[] {
  const fonts = sent.filter(({ sample }) => FONT.test(sample.extension));
  const closed = fonts.find(({ answer }) => answer.headers['access-control-allow-origin'] !== '*');
  if (!anyOrigin || closed === undefined) return [];
  const found = closed.answer.headers['access-control-allow-origin'];
  const words = `Fonts are for ${found ?? 'one origin alone'}: ${closed.path} has ${found === undefined ? 'no Access-Control-Allow-Origin' : 'another Access-Control-Allow-Origin than *'}`;
  // From another host no page could use them.
  return [hasHost || found !== undefined ? error('server-cors', words) : warning('server-cors', words)];
}
