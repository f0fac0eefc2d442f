import type { OnProgress, Stage } from '../types.ts';

/** The stream that a progress bar draws on: stderr, if it is a terminal. */
export interface ProgressStream {
  readonly write: (text: string) => unknown;
  readonly columns?: number | undefined;
}

export interface Progress {
  readonly update: OnProgress;
  /** Wipes the line; nothing of the bar stays on the screen. */
  readonly stop: () => void;
}

/** Milliseconds before the bar appears: a shorter run shows none. */
const PATIENCE = 500;
const FRAME = 100;
const BAR = 24;

/** Draws one line, `[########........] collecting 1,234 of 10,000 files`, at most ten times a second. */
export function createProgress(stream: ProgressStream, now: () => number): Progress {
  const start = now();
  let drawnAt = 0;
  return {
    update(done, total, stage) {
      const time = now();
      if (time - start < PATIENCE || time - drawnAt < FRAME) return;
      drawnAt = time;
      stream.write(`\r\u001b[K${line(done, total, stage).slice(0, (stream.columns ?? 80) - 1)}`);
    },
    stop() {
      if (drawnAt > 0) stream.write('\r\u001b[K');
      drawnAt = 0;
    },
  };
}

function line(done: number, total: number, stage: Stage): string {
  const filled = total === 0 ? BAR : Math.floor((done / total) * BAR);
  const count = (value: number): string => value.toLocaleString('en-US');
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${stage} ${count(done)} of ${count(total)} files`;
}
