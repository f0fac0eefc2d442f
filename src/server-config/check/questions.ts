import type { Answer, Question } from './client.ts';
import type { Facts } from './facts.ts';

/** Answers by the names of their questions. */
export type Answers = ReadonlyMap<string, Answer>;

/** A path below STATIC_URL as it is sent. `base`: decoded. */
export function targetOf(base: string, path: string): string {
  return `${base}${path}`.split('/').map(encodeURIComponent).join('/');
}

function get(target: string, headers: Readonly<Record<string, string>> = {}): Question {
  return { method: 'GET', target, headers };
}

const PLAIN = { 'Accept-Encoding': 'identity' };

/** What is asked first. Their number is bounded by the kinds of files, not by the files. */
export function firstQuestions(facts: Facts): ReadonlyMap<string, Question> {
  const { base, samples, compressed, archive, lookalike, hidden, manifest, subfolder, folder } = facts;
  const to = (path: string): string => targetOf(base, path);
  const questions = new Map<string, Question>();
  for (const { plain, hashed } of samples) {
    questions.set(`file ${plain}`, get(to(plain), PLAIN));
    if (hashed !== null) questions.set(`file ${hashed}`, get(to(hashed), PLAIN));
  }
  if (compressed !== null) {
    const target = to(compressed);
    const accepts = (encodings: string, more: Readonly<Record<string, string>> = {}): Question =>
      get(target, { 'Accept-Encoding': encodings, ...more });
    questions.set('nothing accepted', get(target));
    questions.set('gzip', accepts('gzip'));
    if (facts.has(`${compressed}.br`)) questions.set('br', accepts('br'));
    questions.set('refused', accepts('br;q=0, gzip;q=0'));
    questions.set('proxy', accepts('gzip', { Via: '1.1 check' }));
    questions.set('own name', get(`${target}.gz`));
  }
  const [some] = samples;
  if (some !== undefined) {
    const path = compressed ?? some.hashed ?? some.plain;
    questions.set('range', get(to(path), { ...PLAIN, Range: 'bytes=0-1' }));
    questions.set('head', { method: 'HEAD', target: to(path), headers: PLAIN });
    // The parent folder, by way of a location without a slash at its end.
    const around = `${to('').replace(/\/$/, '')}../${encodeURIComponent(folder)}/`;
    questions.set('around', get(around + targetOf('', some.plain), PLAIN));
  }
  questions.set('absent', get(to('collectstatic-check-absent.css')));
  questions.set('absent hashed', get(to('collectstatic-check-absent.0123456789ab.css')));
  questions.set('folder', get(to('')));
  if (subfolder !== null) questions.set('subfolder', get(to(subfolder)));
  if (archive !== null) questions.set('archive', get(to(archive), { 'Accept-Encoding': 'gzip' }));
  if (lookalike !== null) questions.set('lookalike', get(to(lookalike), PLAIN));
  if (hidden !== null) questions.set('hidden', get(to(hidden)));
  if (manifest !== null) questions.set('manifest', get(to(manifest)));
  questions.set('home', get('/', { Accept: 'text/html', 'Accept-Encoding': 'identity' }));
  return questions;
}

/** At most so many files that the page names are asked for. */
const MOST_OF_PAGE = 5;

/** What follows from the first answers: whether tags are known again, and whether the page's files are there. */
export function furtherQuestions(facts: Facts, answers: Answers): ReadonlyMap<string, Question> {
  const questions = new Map<string, Question>();
  const path = facts.compressed ?? facts.samples[0]?.hashed ?? facts.samples[0]?.plain;
  const tag = path === undefined ? undefined : answers.get(`file ${path}`)?.headers.etag;
  if (path !== undefined && tag !== undefined) {
    questions.set('fresh', get(targetOf(facts.base, path), { ...PLAIN, 'If-None-Match': tag }));
  }
  for (const name of namesInPage(facts, answers).slice(0, MOST_OF_PAGE)) {
    if (!answers.has(`file ${name}`)) questions.set(`page ${name}`, get(targetOf(facts.base, name), PLAIN));
  }
  return questions;
}

/** The static files that the home page names, below STATIC_URL. */
export function namesInPage({ base }: Facts, answers: Answers): readonly string[] {
  const home = answers.get('home');
  if (home?.status !== 200 || !/html/.test(home.headers['content-type'] ?? '')) return [];
  const text = home.body.toString('utf8');
  const attributes = text.matchAll(/\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/gi);
  const names = [...attributes].flatMap(([, double, single, bare]) => {
    const url = unescapeHtml(double ?? single ?? bare ?? '');
    const path = decode(url.replace(/^(?:https?:)?\/\/[^/]*/, '').replace(/[?#].*$/s, ''));
    return path?.startsWith(base) && path.length > base.length ? [path.slice(base.length)] : [];
  });
  return [...new Set(names)];
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  quot: '"',
  lt: '<',
  gt: '>',
  '#x27': "'",
  '#39': "'",
};

/** Undoes what Django's templates escape. */
function unescapeHtml(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
