import type { OnProgress, PublishProgress, Stage } from '../types.ts';

/** The stream that a progress bar draws on: stderr, if it is a terminal. */
export interface ProgressStream {
  readonly write: (text: string) => unknown;
  readonly columns?: number | undefined;
}

export interface Progress {
  readonly update: OnProgress;
  /** Draws another line; it is made only if it is shown, of the milliseconds since the start. */
  readonly draw: (line: (elapsed: number) => string) => void;
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
  const draw: Progress['draw'] = (lineAt) => {
    const time = now();
    if (time - start < PATIENCE || time - drawnAt < FRAME) return;
    drawnAt = time;
    stream.write(`\r\u001b[K${lineAt(time - start).slice(0, (stream.columns ?? 80) - 1)}`);
  };
  return {
    draw,
    update: (done, total, stage) => draw(() => line(done, total, stage)),
    stop() {
      if (drawnAt > 0) stream.write('\r\u001b[K');
      drawnAt = 0;
    },
  };
}

/** `[####....] sending 120 of 1,000 files, 3.4 of 20.1 MB, 2.3 MB/s`. `elapsed`: milliseconds since the start. */
export function uploadLine({ done, total, bytes, totalBytes }: PublishProgress, elapsed: number): string {
  const megabytes = (value: number): string => (value / 1_000_000).toFixed(1);
  const rate = megabytes(bytes / Math.max(elapsed / 1000, 0.001));
  return `${line(done, total, 'sending')}, ${megabytes(bytes)} of ${megabytes(totalBytes)} MB, ${rate} MB/s`;
}

function line(done: number, total: number, stage: Stage | 'sending'): string {
  const filled = total === 0 ? BAR : Math.floor((done / total) * BAR);
  const count = (value: number): string => value.toLocaleString('en-US');
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${stage} ${count(done)} of ${count(total)} files`;
}
