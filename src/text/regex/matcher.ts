import type { Test } from './characters.ts';
import { indexAfter, indexBack, indexBefore } from './code-points.ts';
import { RegexNotFollowed } from './not-followed.ts';
import { isPlace } from './place.ts';
import type { Instruction, Program } from './program.ts';

/** Ends of groups as UTF-16 indices: start and end of group n at 2n and 2n + 1; `undefined` for what caught nothing. */
export type Marks = readonly (number | undefined)[];

/** Rounds of the repeat that is being carried out, and of those around it. */
interface Rounds {
  readonly outer: Rounds | null;
  readonly count: number;
  /** Where the last round began: a round that takes nothing is the last. */
  readonly began: number;
}

/** What is tried where the way taken so far fails. */
interface Choice {
  readonly pc: number;
  readonly at: number;
  readonly marks: Marks;
  readonly rounds: Rounds | null;
  /** For a run of single characters that may be shorter (`least` is where it may end at the earliest) or longer. */
  readonly least?: number;
  readonly longer?: Extract<Instruction, { do: 'many' }>;
  /** How many characters more a lazy run may take. */
  readonly left?: number;
}

const NO_ROUND: Omit<Rounds, 'outer'> = { count: -1, began: -1 };

// What one matching may take: enough for any sensible pattern, over in some hundredths of a second. A pattern that explodes
// ends here, at the same place on every machine.
const MOST_STEPS = 500_000;
const STEPS_PER_UNIT = 40;
const MOST_CHOICES = 200_000;

/**
 * Matches texts by backtracking as CPython does, group by group, with a count of the steps in place of a clock. A matching that takes
 * more than is sensible ends in `RegexNotFollowed`.
 */
export class Matcher {
  readonly #text: string;
  readonly #program: Program;
  readonly #groups: number;
  readonly #mostSteps: number;
  /** Steps taken so far, over all matchings. */
  steps = 0;

  /** `groups` counts the whole match too. */
  constructor(
    text: string,
    program: Program,
    groups: number,
    mostSteps: number = MOST_STEPS + STEPS_PER_UNIT * text.length,
  ) {
    this.#text = text;
    this.#program = program;
    this.#groups = groups;
    this.#mostSteps = mostSteps;
  }

  /** The match that begins at `start`; `isWhole`: it must end with the text; `isEmptyRefused`: it must take something. */
  match(start: number, isWhole: boolean, isEmptyRefused: boolean): Marks | null {
    const marks: (number | undefined)[] = new Array(this.#groups * 2).fill(undefined);
    const accepts = (end: number): boolean =>
      !(isWhole && end !== this.#text.length) && !(isEmptyRefused && end === start);
    const found = this.#run(this.#program, start, marks, accepts);
    if (found === null) return null;
    return [start, found.end, ...found.marks.slice(2)];
  }

  #count(choices: number): void {
    this.steps += 1;
    if (this.steps > this.#mostSteps || choices > MOST_CHOICES)
      throw new RegexNotFollowed('matching the regular expression takes too many steps');
  }

  #run(
    program: Program,
    start: number,
    before: Marks,
    accepts: (end: number) => boolean,
  ): { readonly end: number; readonly marks: Marks } | null {
    const choices: Choice[] = [];
    let pc = 0;
    let at = start;
    let marks = before;
    let rounds: Rounds | null = null;

    const retry = (): boolean => {
      const choice = choices.pop();
      if (choice === undefined) return false;
      ({ pc, at, marks, rounds } = choice);
      if (choice.least !== undefined && at > choice.least)
        choices.push({ ...choice, at: indexBefore(this.#text, at) });
      else if (choice.longer !== undefined) {
        const next = indexAfter(this.#text, choice.longer.test, at);
        if (next < 0) return retry();
        at = next;
        const left = (choice.left ?? 0) - 1;
        if (left > 0) choices.push({ ...choice, at, left });
      }
      return true;
    };

    for (;;) {
      this.#count(choices.length);
      const step = program[pc] as Instruction;
      let goes = true;
      switch (step.do) {
        case 'one': {
          const next = indexAfter(this.#text, step.test, at);
          goes = next >= 0;
          at = next;
          pc += 1;
          break;
        }
        case 'split':
          choices.push({ pc: step.second, at, marks, rounds });
          pc = step.first;
          break;
        case 'jump':
          pc = step.to;
          break;
        case 'mark':
          marks = marks.with(step.index, at);
          pc += 1;
          break;
        case 'many': {
          const least = this.#runOf(step.test, at, step.least);
          goes = least !== null;
          if (least === null) break;
          pc += 1;
          const more = step.most - step.least;
          if (step.lazy) {
            if (more > 0) choices.push({ pc, at: least, marks, rounds, longer: step, left: more });
            at = least;
          } else {
            at = this.#longestRun(step.test, least, more);
            if (at > least) choices.push({ pc, at: indexBefore(this.#text, at), marks, rounds, least });
          }
          break;
        }
        case 'repeat':
          rounds = { outer: rounds, ...NO_ROUND };
          pc = step.to;
          break;
        case 'until': {
          // Only a `repeat` leads here.
          const now = rounds as Rounds;
          const count = now.count + 1;
          const again: Rounds = { outer: now.outer, count, began: at };
          if (count < step.least) {
            rounds = { ...again, began: now.began };
            pc = step.body;
          } else if (count >= step.most || at === now.began) {
            rounds = now.outer;
            pc += 1;
          } else if (step.lazy) {
            choices.push({ pc: step.body, at, marks, rounds: again });
            rounds = now.outer;
            pc += 1;
          } else {
            choices.push({ pc: pc + 1, at, marks, rounds: now.outer });
            rounds = again;
            pc = step.body;
          }
          break;
        }
        case 'at':
          goes = isPlace(step.place, this.#text, at, step.ascii);
          pc += 1;
          break;
        case 'look': {
          const from = indexBack(this.#text, at, step.back);
          const found = from < 0 ? null : this.#run(step.program, from, marks, () => true);
          goes = (found === null) === step.negated;
          if (found !== null && !step.negated) ({ marks } = found);
          pc += 1;
          break;
        }
        case 'same': {
          const next = this.#sameAgain(marks, step.group, at, step.fold);
          goes = next >= 0;
          at = next;
          pc += 1;
          break;
        }
        case 'unless':
          pc = marks[step.group * 2 + 1] === undefined ? step.to : pc + 1;
          break;
        case 'end':
          if (accepts(at)) return { end: at, marks };
          goes = false;
      }
      if (!goes && !retry()) return null;
    }
  }

  /** Returns the index behind a run of exactly `count` characters that the test takes; `null` if there are fewer. */
  #runOf(test: Test, at: number, count: number): number | null {
    let end = at;
    for (let taken = 0; taken < count; taken += 1) {
      this.#count(0);
      end = indexAfter(this.#text, test, end);
      if (end < 0) return null;
    }
    return end;
  }

  /** Returns the index behind the longest run of such characters, `most` at most. */
  #longestRun(test: Test, at: number, most: number): number {
    let end = at;
    for (let taken = 0; taken < most; taken += 1) {
      this.#count(0);
      const next = indexAfter(this.#text, test, end);
      if (next < 0) break;
      end = next;
    }
    return end;
  }

  /** Returns the index behind what a group has caught, if it is written again here; -1 if not. */
  #sameAgain(marks: Marks, group: number, at: number, fold: ((point: number) => number) | null): number {
    const [from, to] = [marks[group * 2], marks[group * 2 + 1]];
    if (from === undefined || to === undefined || to < from) return -1;
    let [there, here] = [from, at];
    while (there < to) {
      this.#count(0);
      const [want, have] = [this.#text.codePointAt(there) as number, this.#text.codePointAt(here)];
      if (have === undefined || (fold === null ? want !== have : fold(want) !== fold(have))) return -1;
      there += want > 0xffff ? 2 : 1;
      here += have > 0xffff ? 2 : 1;
    }
    return here;
  }
}
