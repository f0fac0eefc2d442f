import { errnoWords, fail } from '../../errors.ts';
import type { AssetPath, Destination, Problem, PurgeResult, PurgeTarget } from '../../types.ts';
import type { Clock } from '../clock.ts';
import { hideSecrets } from '../transport/hide-secrets.ts';
import { type Cdn, type Send, tokenOf, type Word } from './cdn.ts';
import { cdnOf } from './cdns.ts';
import { collapse } from './collapse.ts';

/** What CDNs are to be told. */
export interface PurgeRequest {
  readonly targets: readonly PurgeTarget[];
  readonly destination: Destination;
  /** Paths whose meaning changed. */
  readonly changed: readonly AssetPath[];
  /** Paths that a CDN may keep: where folders have to stand for paths, few of these are to go. */
  readonly all: Iterable<AssetPath>;
  readonly id: string;
  readonly env: Word['env'];
  readonly clock: Clock;
  /** Default: `fetch`. */
  readonly send?: Send;
}

/** Variables that hold what no answer may show, and that not every purge needs. */
const OTHER_SECRETS = [
  'AZURE_ACCESS_TOKEN',
  'AZURE_CLIENT_SECRET',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
];
const ATTEMPTS = 4;
/** Milliseconds. */
const TIMEOUT = 30_000;
const LONGEST_PAUSE = 30_000;
/** Characters of an answer that are quoted. */
const QUOTED = 300;

/** What keeps CDNs from being told, as far as it shows beforehand: tokens that are not set, URLs that nobody knows. */
export function purgeProblems(
  targets: readonly PurgeTarget[],
  { publicUrl, from }: Destination,
  env: Word['env'],
): readonly Problem[] {
  return targets.flatMap((target): Problem[] => {
    const cdn = cdnOf(target);
    const missing = cdn.tokens.filter((names) => tokenOf(env, names) === '').map(([name]) => name);
    const problems: Problem[] = missing.map((name) => ({
      code: 'purge-token-missing',
      severity: 'error',
      message: `${cdn.name(target)} is to be told what changes, and its token is not in the environment (${name})`,
      hint: `Set ${name}, or leave out the purge. Nothing was sent.`,
    }));
    if (cdn.needsUrl && (publicUrl === null || !/^(?:https?:)?\/\//.test(publicUrl)))
      problems.push({
        code: 'purge-url-unknown',
        severity: 'error',
        message: `${cdn.name(target)} is told URLs, and nobody says what the URLs of the files are`,
        hint: `Set custom_domain (or STATIC_URL with its host) for ${from}. Nothing was sent.`,
      });
    return problems;
  });
}

/**
 * Tells each CDN, one after the other; where nothing changed, only those that have to know that. What fails is in its result, and
 * keeps no other from being told.
 */
export async function tellCdns(request: PurgeRequest): Promise<readonly PurgeResult[]> {
  const hasChanged = request.changed.length > 0;
  const targets = request.targets.filter((target) => hasChanged || cdnOf(target).isToldNothing === true);
  const results: PurgeResult[] = [];
  const all = [...request.all];
  for (const target of targets) results.push(await tellOne(target, all, request));
  return results;
}

async function tellOne(
  target: PurgeTarget,
  all: readonly AssetPath[],
  { destination, changed, id, env, clock, send = fetch }: PurgeRequest,
): Promise<PurgeResult> {
  const cdn = cdnOf(target);
  const items = collapse(changed, all, cdn.limit);
  const secrets = [...cdn.tokens.flat(), ...OTHER_SECRETS].map((name) => env[name] ?? '');
  let requests = 0;
  const ask = async (url: string, init: RequestInit): Promise<Response> => {
    for (let attempt = 1; ; attempt++) {
      requests++;
      const answer = await attempted(send, url, init, attempt);
      if (answer?.ok) return answer;
      if (attempt >= ATTEMPTS || (answer !== null && answer.status !== 429 && answer.status < 500))
        throw new Error(answer === null ? 'no answer' : await refusal(answer));
      await clock.sleep(pauseOf(answer, attempt));
    }
  };
  const result = { target: cdn.name(target), items: cdn.items({ items, destination }) };
  try {
    await cdn.tell(target, { items, destination, id, env, ask, clock });
    return { ...result, requests, problem: null };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { ...result, requests, problem: failed(cdn, target, error, secrets) };
  }
}

/** `null` where no answer came and another attempt may do. */
async function attempted(
  send: Send,
  url: string,
  init: RequestInit,
  attempt: number,
): Promise<Response | null> {
  try {
    return await send(url, { ...init, signal: AbortSignal.timeout(TIMEOUT), redirect: 'error' });
  } catch (error) {
    if (attempt >= ATTEMPTS) throw error;
    return null;
  }
}

function pauseOf(answer: Response | null, attempt: number): number {
  const asked = Number(answer?.headers.get('retry-after') ?? Number.NaN) * 1000;
  return Math.min(Number.isFinite(asked) ? asked : 500 * 2 ** attempt, LONGEST_PAUSE);
}

async function refusal(answer: Response): Promise<string> {
  const text = await answer.text().catch(() => '');
  return `HTTP ${answer.status} ${answer.statusText}: ${text.slice(0, QUOTED)}`.trim();
}

function failed(cdn: Cdn, target: PurgeTarget, error: Error, secrets: readonly string[]): Problem {
  const cause = causeOf(error);
  const [token] = cdn.tokens.flat();
  const check = token === undefined ? '' : `Check ${token}. `;
  const words = cdn.failure ?? 'was not told what changed: it may send the old files for a while';
  return fail({
    code: 'purge-failed',
    message: `${cdn.name(target)} ${words}`,
    cause: hideSecrets(cause, secrets),
    hint: `${check}The publish itself is done; the next one, or collectstatic publish purge, tells it.`,
  }).problems[0] as Problem;
}

function causeOf(error: Error): string {
  if ('syscall' in error) return errnoWords(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message}: ${errnoWords(cause)}` : error.message;
}
