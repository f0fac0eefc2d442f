import { looksHashed } from '../../serving/index.ts';
import type { Answer } from './client.ts';
import { type Complaint, error, warning } from './complaint.ts';
import type { Facts } from './facts.ts';
import { judgeFiles } from './judge-files.ts';
import { judgeVariants } from './judge-variants.ts';
import { type Answers, namesInPage } from './questions.ts';

/** Judges all answers. A cause that shows everywhere is told once, and alone. */
export function judge(facts: Facts, answers: Answers): readonly Complaint[] {
  const leaks = judgeLeaks(facts, answers);
  const everywhere = judgeWhole(facts, answers);
  if (everywhere !== null) return [everywhere, ...leaks];
  return [
    ...judgeFiles(facts, answers),
    ...judgeVariants(facts, answers),
    ...judgeAbsence(answers),
    ...leaks,
    ...judgeOther(facts, answers),
    ...judgePage(facts, answers),
  ];
}

/** A part that does not count: a rule for one kind of file may let it pass where all others fail. */
const FEW = 0.2;

/** Says why hardly a file comes; `null` if most do. */
function judgeWhole({ samples, base }: Facts, answers: Answers): Complaint | null {
  const given = samples.flatMap(({ plain, hashed }) =>
    [plain, hashed].flatMap((path) => (path === null ? [] : (answers.get(`file ${path}`) ?? []))),
  );
  const [first] = given.filter(({ status }) => status !== 200);
  const share = (isMeant: (status: number) => boolean): number =>
    given.filter(({ status }) => isMeant(status)).length / given.length;
  if (first === undefined || share((status) => status === 200) > FEW) return null;
  if (share((status) => status >= 300 && status < 400) >= 1 - FEW) {
    return error(
      'server-redirects',
      `Files below ${base} are redirected`,
      `Location: ${first.headers.location}`,
    );
  }
  if (share((status) => status === 403) >= 1 - FEW) {
    return error('server-forbidden', `Files below ${base} are forbidden (403)`);
  }
  const statuses = [...new Set(given.map(({ status }) => status))].join(', ');
  return error(
    'server-alias',
    `Files below ${base} are not found (${statuses}), though STATIC_ROOT has them`,
  );
}

function judgeLeaks(facts: Facts, answers: Answers): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const sent = (name: string): Answer | undefined => {
    const answer = answers.get(name);
    return answer?.status === 200 ? answer : undefined;
  };
  const [some] = facts.samples;
  const around = sent('around');
  if (around !== undefined && some !== undefined && around.body.equals(facts.read(some.plain))) {
    const address = `${facts.base.replace(/\/$/, '')}../${facts.folder}/${some.plain}`;
    complaints.push(
      error('server-leaks-parent', `The folder above STATIC_ROOT can be read: ${address} is sent`),
    );
  }
  const hidden = sent('hidden');
  if (hidden !== undefined && facts.hidden !== null && hidden.body.equals(facts.read(facts.hidden))) {
    complaints.push(error('server-leaks-hidden', `Hidden files are sent: ${facts.hidden}`));
  }
  const manifest = sent('manifest');
  if (manifest !== undefined && facts.manifest !== null && manifest.body.includes('"paths"')) {
    complaints.push(warning('server-leaks-manifest', `The manifest is public: ${facts.manifest}`));
  }
  for (const [name, folder] of [
    ['folder', ''],
    ['subfolder', facts.subfolder ?? ''],
  ] as const) {
    const listing = sent(name);
    if (listing === undefined || !isListing(facts, folder, listing)) continue;
    complaints.push(error('server-lists-folders', `Folders are listed: ${facts.base}${folder}`));
    break;
  }
  return complaints;
}

/** True for a page with links to what lies in the folder. */
function isListing({ samples }: Facts, folder: string, { body }: Answer): boolean {
  const text = body.toString('utf8');
  const inside = samples.flatMap(({ plain }) =>
    plain.startsWith(folder) ? [plain.slice(folder.length).replace(/\/.*$/s, '')] : [],
  );
  return /<a\s[^>]*href/i.test(text) && inside.some((name) => text.includes(`${encodeURIComponent(name)}`));
}

function judgeAbsence(answers: Answers): readonly Complaint[] {
  for (const name of ['absent', 'absent hashed']) {
    const answer = answers.get(name);
    const control = answer?.headers['cache-control'];
    if (answer === undefined || answer.status < 400 || control === undefined) continue;
    const [, seconds] = /max-age=(\d+)/.exec(control) ?? [];
    if (Number(seconds) > 0) {
      return [
        error('server-cache-on-404', `A file that is not there is answered with Cache-Control: ${control}`),
      ];
    }
  }
  return [];
}

function judgeOther(facts: Facts, answers: Answers): readonly Complaint[] {
  const complaints: Complaint[] = [];
  const [some] = facts.samples;
  const path = facts.compressed ?? some?.hashed ?? some?.plain;
  const whole = answers.get(`file ${path}`);
  if (path === undefined || whole?.status !== 200) return [];
  const range = answers.get('range');
  if (range !== undefined && facts.read(path).length > 2) {
    if (range.status === 200)
      complaints.push(warning('server-ranges', `A part of ${path} is asked for, and all of it is sent`));
    else if (range.status !== 206 || range.body.length !== 2) {
      complaints.push(
        error(
          'server-ranges',
          `The first two bytes of ${path} are asked for, and ${range.status} with ${range.body.length} bytes is sent`,
        ),
      );
    }
  }
  const head = answers.get('head');
  const length = head?.headers['content-length'];
  if (
    head !== undefined &&
    head.headers['content-encoding'] === undefined &&
    (head.status !== 200 || (length !== undefined && Number(length) !== facts.read(path).length))
  ) {
    complaints.push(
      warning('server-head', `HEAD of ${path} answers ${head.status} with Content-Length ${length}`),
    );
  }
  const fresh = answers.get('fresh');
  if (whole.headers.etag === undefined && whole.headers['last-modified'] === undefined) {
    complaints.push(
      warning('server-validators', `${path} has neither ETag nor Last-Modified: it is sent anew each time`),
    );
  } else if (whole.headers.etag === undefined) {
    complaints.push(
      warning('server-validators', `${path} has no ETag: after a rollback browsers keep the newer file`),
    );
  } else if (fresh !== undefined && fresh.status !== 304) {
    complaints.push(
      warning(
        'server-validators',
        `${path} is sent again to who has it: If-None-Match is answered with ${fresh.status}`,
      ),
    );
  }
  return complaints;
}

/** Whether the application names files of this manifest, and files that are there. */
function judgePage(facts: Facts, answers: Answers): readonly Complaint[] {
  const names = namesInPage(facts, answers);
  const served = new Set(facts.hashedNames.values());
  const isOlder = (name: string): boolean =>
    looksHashed(name) && facts.hashedNames.has(name.replace(/\.[0-9a-f]{12}(?=(?:\.[^./]+)?$)/, ''));
  const unknown =
    facts.hashedNames.size === 0
      ? []
      : names.filter((name) => !served.has(name) && (!facts.has(name) || isOlder(name)));
  const broken = names.filter(
    (name) => (answers.get(`page ${name}`) ?? answers.get(`file ${name}`))?.status === 404,
  );
  return [
    ...(unknown.length === 0
      ? []
      : [
          error(
            'server-out-of-step',
            `The page / names files that are not in the manifest: ${unknown[0]}`,
            others(unknown),
          ),
        ]),
    ...(broken.length === 0
      ? []
      : [
          error('server-page-broken', `The page / names files that answer 404: ${broken[0]}`, others(broken)),
        ]),
  ];
}

function others(names: readonly string[]): string | undefined {
  return names.length > 1 ? `and ${names.length - 1} more` : undefined;
}
