import picomatch from 'picomatch';
import type { Settings } from '../types.ts';
import type { Doubt, DoubtOf } from './doubts/certainty.ts';
import type { Draft } from './findings.ts';
import type { Question } from './question.ts';
import type { Site } from './site.ts';
import { isOnlyLost, judge, type Verdict } from './verdict.ts';

/** A group with fewer references than this is told one by one. */
const SMALLEST_GROUP = 3;

/** Findings that have one cause. */
interface Group {
  readonly drafts: Draft[];
  readonly paths: Set<string>;
  readonly doubt: Doubt;
}

/** Judges questions as they come, so that none has to be kept. */
export interface Answers {
  readonly judge: (question: Question) => void;
  /** Number of questions so far. */
  readonly count: () => number;
  /** What was found. Missing files that one cause explains are one finding. */
  readonly drafts: () => readonly Draft[];
}

export function makeAnswers(settings: Settings, site: Site, doubtOf: DoubtOf): Answers {
  const { allowMissing } = settings;
  const isAllowed = allowMissing.length === 0 ? () => false : picomatch([...allowMissing], { dot: true });
  const single: Draft[] = [];
  const groups = new Map<string, Group>();
  let count = 0;
  return {
    judge(question) {
      count += 1;
      const verdict = judge(question.reference, site);
      if (verdict === null || (verdict.missing !== undefined && isAllowed(verdict.missing))) return;
      // Of what is for an app that is not there, its folders are not there either.
      const isDoubtful = verdict.missing !== undefined && question.absentApp === null;
      const doubt = isDoubtful ? doubtOf(verdict.missing) : null;
      const isUnseen = question.reference.isCommented && isOnlyLost(question.reference, site);
      const draft = draftOf(question, verdict, isUnseen, doubt?.words);
      const lowered = doubt === null ? draft : { ...draft, severity: lower(draft.severity, doubt.severity) };
      if (doubt?.group === undefined || verdict.missing === undefined) {
        single.push(lowered);
        return;
      }
      const group = groups.get(doubt.group) ?? { drafts: [], paths: new Set(), doubt };
      groups.set(doubt.group, group);
      group.drafts.push(lowered);
      group.paths.add(verdict.missing);
    },
    count: () => count,
    drafts: () => [...single, ...[...groups.values()].flatMap(findingsOf)],
  };
}

function findingsOf({ drafts, paths, doubt }: Group): readonly Draft[] {
  const [first] = drafts;
  const isOne = first !== undefined && (doubt.root !== undefined || drafts.length >= SMALLEST_GROUP);
  return isOne ? [grouped(first, [...paths], doubt)] : drafts;
}

function draftOf(
  { reference, file, excerpt, isRendered, write, absentApp }: Question,
  verdict: Verdict,
  isUnseen: boolean,
  doubt: string | undefined,
): Draft {
  const { by, place, condition, name, kind, isCommented } = reference;
  const asides = [
    doubt,
    isUnseen
      ? 'it is in an HTML comment, so that no browser asks for it'
      : isCommented && 'it is in an HTML comment, which is rendered like all other text',
    condition && `it is inside ${condition}`,
    absentApp !== null
      ? `it is for ${absentApp}, which is not in INSTALLED_APPS`
      : isRendered
        ? ''
        : 'no page shows this part',
  ];
  const remarks = asides.filter((aside) => aside);
  const verb = kind === 'url' ? 'holds' : 'refers to';
  const replacement = verdict.replacement === undefined ? null : write(verdict.replacement);
  // Where nothing is rendered, nothing fails; behind a condition it may never be reached.
  const most =
    !isRendered || isUnseen || absentApp !== null ? 'note' : condition === null ? 'error' : 'warning';
  return {
    code: verdict.code,
    severity: lower(verdict.severity, most),
    message: `${by} ${verb} ${verdict.words}`,
    hint: verdict.hint,
    ...(remarks.length > 0 && { cause: remarks.join('; ') }),
    file,
    place,
    excerpt: excerpt(),
    subject: name,
    ...(replacement !== null && { replacement }),
  };
}

/** One finding for all paths that the same thing keeps from being judged: where the settings name it, or at the first path. */
function grouped(first: Draft, paths: readonly string[], { words, root }: Doubt): Draft {
  const { file, ...place } = root?.at ?? { file: first.file, ...first.place };
  const excerpt = root?.at === undefined ? first.excerpt : undefined;
  const more = paths.length - 1;
  const others = more === 0 ? '' : ` and ${more} more path${more === 1 ? '' : 's'}`;
  return {
    code: 'not-judged',
    severity: 'warning',
    message: `${paths[0]}${others} can't be judged`,
    cause: words,
    hint: 'Make the folder (by a build, npm or git submodule) and check again, or list its paths in ALLOW_MISSING.',
    file,
    place,
    ...(excerpt !== undefined && { excerpt }),
    subject: words,
    ...(root && { unbuiltRoot: root.folder }),
  };
}

const ORDER: readonly Draft['severity'][] = ['note', 'warning', 'error'];

function lower(a: Draft['severity'], b: Draft['severity']): Draft['severity'] {
  return ORDER[Math.min(ORDER.indexOf(a), ORDER.indexOf(b))] as Draft['severity'];
}
