/** Asks a live server for static files, and tells what is wrong and what mends it. */
import { errnoOf, errnoWords, fail } from '../../errors.ts';
import type { Problem } from '../../types.ts';
import { readCollected } from '../collected.ts';
import type { ServedSettings } from '../site.ts';
import { type Answer, ask, type Question } from './client.ts';
import { type Facts, factsOf } from './facts.ts';
import { checkFolder } from './folder.ts';
import { hintFor, kindOf } from './hints.ts';
import { judge } from './judge.ts';
import { firstQuestions, furtherQuestions } from './questions.ts';

export interface ServerCheck {
  /** Where the files were asked for; `null` if only the folder was looked at. */
  readonly url: string | null;
  readonly requests: number;
  readonly problems: readonly Problem[];
}

export interface CheckRequest {
  /** The address of the site, or of its static files; `null` to look at the folder alone. */
  readonly url: string | null;
  /** The user the server runs as; `null` if nobody asks what it may read. */
  readonly user: string | null;
}

/** Checks STATIC_ROOT, and the server at an address. Throws if there is no server, or nothing to compare it with. */
export async function checkServer(
  settings: ServedSettings,
  { url, user }: CheckRequest,
): Promise<ServerCheck> {
  const address = url === null ? null : readAddress(url);
  const collected = readCollected(settings);
  const local = checkFolder(settings.staticRoot, collected.names, user);
  if (address === null) return { url: null, requests: 0, problems: local };
  const facts = withBase(factsOf(settings, collected), address);
  const first = await askAll(address, firstQuestions(facts));
  const further = await askAll(address, furtherQuestions(facts, first));
  const answers = new Map([...first, ...further]);
  const kind = kindOf(
    [...first.values()].find(({ headers }) => headers.server !== undefined)?.headers.server,
  );
  const place = { base: facts.base, root: settings.staticRoot };
  const complaints = judge(facts, answers).map(
    (complaint): Problem => ({ ...complaint, hint: hintFor(complaint.code, kind, place) }),
  );
  return {
    url: new URL(facts.base, address).href,
    requests: answers.size,
    problems: [...complaints, ...local],
  };
}

function readAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.search === '') return url;
  throw fail({
    code: 'url-invalid',
    message: `${JSON.stringify(text)} is no address of a site`,
    hint: 'Say https://shop.example.com, or the address of the static files: https://cdn.example.com/static/.',
  });
}

/** An address with a path is that of the static files themselves. */
function withBase(facts: Facts, { pathname }: URL): Facts {
  if (pathname === '/') return facts;
  return { ...facts, base: decodeURIComponent(pathname).replace(/\/*$/, '/') };
}

/** Requests at one time: few, as the server has others to serve. */
const AT_A_TIME = 4;

async function askAll(
  origin: URL,
  questions: ReadonlyMap<string, Question>,
): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  const waiting = [...questions];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, question] = next;
      answers.set(name, await ask(origin, question).catch((error: unknown) => refuse(origin, error)));
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  // In the order of the questions, whoever answered first.
  return new Map(
    [...questions.keys()].flatMap((name) => {
      const answer = answers.get(name);
      return answer === undefined ? [] : [[name, answer] as const];
    }),
  );
}

const DISTRUSTED: ReadonlySet<string | undefined> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function refuse(origin: URL, error: unknown): never {
  throw fail(
    {
      code: 'server-unreachable',
      message: `${origin.origin} can't be asked`,
      cause: errnoWords(error),
      hint: DISTRUSTED.has(errnoOf(error))
        ? 'Let Node trust it: NODE_EXTRA_CA_CERTS=FILE names a file with the certificate, or with that of who signed it.'
        : 'See whether the address is right, and whether the server runs and can be reached from here.',
    },
    { cause: error },
  );
}
