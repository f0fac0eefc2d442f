import { type FSWatcher, watch } from 'node:fs';
import { basename } from 'node:path';
import { errnoWords } from '../../errors.ts';
import type { Problem } from '../../types.ts';

/** The names in a folder of which the system said that something is different; `null` if it did not say which. */
export type Touched = ReadonlyMap<string, ReadonlySet<string> | null>;

/** Watches folders, not what lies below them. */
export interface Watcher {
  /** Watches these folders, and no others. */
  set(folders: Iterable<string>): void;
  readonly count: number;
  /** A warning if there are folders that can't be watched. */
  problems(): readonly Problem[];
  close(): void;
}

/** Milliseconds without anything new after which what happened is told: an editor writes a file in several steps. */
const QUIET = 10;

/** Milliseconds after which it is told all the same. */
const TOGETHER = 40;

/** Makes a watcher. `tell` is called a moment after something happened in the folders. */
export function makeWatcher(tell: (touched: Touched) => void): Watcher {
  const watchers = new Map<string, FSWatcher>();
  const failed = new Map<string, unknown>();
  let touched = new Map<string, Set<string> | null>();
  let timer: NodeJS.Timeout | undefined;
  let began = 0;
  let isClosed = false;

  const touch = (folder: string, name: string | null): void => {
    const names = touched.get(folder);
    if (name === null) touched.set(folder, null);
    else if (names === undefined) touched.set(folder, new Set([name]));
    else names?.add(name);
    if (timer === undefined) {
      began = performance.now();
      timer = setTimeout(flush, QUIET);
    } else if (performance.now() - began < TOGETHER - QUIET) timer.refresh();
  };
  const flush = (): void => {
    timer = undefined;
    const batch = touched;
    touched = new Map();
    tell(batch);
  };
  const drop = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const add = (folder: string): void => {
    try {
      const watcher = watch(folder, { persistent: false }, (event, name) => {
        // A folder that is moved or removed says so under its own name. A new one of that name has to be watched anew.
        const isItself = event === 'rename' && name === basename(folder);
        if (isItself) drop(folder);
        touch(folder, isItself ? null : name);
      });
      watcher.on('error', () => {
        drop(folder);
        touch(folder, null);
      });
      watchers.set(folder, watcher);
      failed.delete(folder);
    } catch (error) {
      failed.set(folder, error);
    }
  };
  return {
    set(folders) {
      if (isClosed) return;
      const wanted = new Set(folders);
      for (const folder of [...watchers.keys()]) if (!wanted.has(folder)) drop(folder);
      for (const folder of wanted) if (!watchers.has(folder)) add(folder);
    },
    get count() {
      return watchers.size;
    },
    problems() {
      const [first] = failed;
      if (first === undefined) return [];
      return [
        {
          code: 'watch-failed',
          severity: 'warning',
          message: `${failed.size} of ${failed.size + watchers.size} folders can't be watched: changes in them reload no page`,
          at: { file: first[0] },
          cause: errnoWords(first[1]),
          hint: 'Their files are served as they are all the same. On Linux, fs.inotify.max_user_watches is the limit.',
        },
      ];
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
      for (const folder of [...watchers.keys()]) drop(folder);
    },
  };
}
