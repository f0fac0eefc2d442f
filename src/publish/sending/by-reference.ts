import type { AssetPath, WantedObject } from '../../types.ts';
import { mayRefer, type Precedence, type ReferenceReader } from './order.ts';
import type { Queue } from './queue.ts';

/**
 * Makes a queue of objects in which each begins once all that it refers to has ended well. Chains of references begin first, so
 * that none is left for the end. If anything fails, what refers to something begins no more.
 *
 * What can't refer to anything goes out before. From its first `width` objects on, which are on their way then, a few references
 * are read with each, so that the store has something to do all the time.
 */
export function queueByReferences(
  objects: readonly WantedObject[],
  width: number,
  references: ReferenceReader,
): Queue<WantedObject> {
  const early = objects.filter((object) => !mayRefer(object));
  const atOnce = Math.ceil(references.count / Math.max(1, early.length - width));
  const ended = new Set<AssetPath>();
  let late: ReturnType<typeof orderOf> | undefined;
  let begun = 0;
  let hasFailed = false;

  function take(): WantedObject | undefined {
    if (begun < early.length) {
      if (begun >= width) references.read(atOnce);
      return early[begun];
    }
    late ??= orderOf(objects.filter(mayRefer), references.precedence(), ended);
    const { ready, referring } = late;
    let object = ready.pop();
    while (hasFailed && object !== undefined && referring.has(object.path)) object = ready.pop();
    return object;
  }

  return {
    next() {
      const object = take();
      if (object !== undefined) begun++;
      return object;
    },
    end({ path }, isWell) {
      hasFailed ||= !isWell;
      if (!isWell) return;
      ended.add(path);
      late?.free(path);
    },
    left: () => objects.length - begun,
  };
}

/** Objects of which none has begun, those that may begin as a stack; `free` adds what has waited for a path alone. */
function orderOf(
  objects: readonly WantedObject[],
  referring: Precedence,
  ended: ReadonlySet<AssetPath>,
): {
  readonly ready: WantedObject[];
  readonly referring: Precedence;
  readonly free: (path: AssetPath) => void;
} {
  const heights = heightsOf(referring);
  const heightOf = ({ path }: WantedObject): number => heights.get(path) ?? 0;
  const missing = new Map<WantedObject, number>();
  const behind = new Map<AssetPath, WantedObject[]>();
  const ready: WantedObject[] = [];
  for (const object of objects) {
    const before = (referring.get(object.path) ?? []).filter((path) => !ended.has(path));
    if (before.length === 0) ready.push(object);
    else missing.set(object, before.length);
    for (const path of before) {
      const others = behind.get(path);
      if (others === undefined) behind.set(path, [object]);
      else others.push(object);
    }
  }
  ready.sort((one, other) => heightOf(other) - heightOf(one)).reverse();
  return {
    ready,
    referring,
    free(path) {
      for (const object of behind.get(path) ?? []) {
        const left = (missing.get(object) ?? 0) - 1;
        missing.set(object, left);
        if (left === 0) ready.push(object);
      }
    },
  };
}

/** How many objects come one after the other behind a path, at most. */
function heightsOf(precedence: Precedence): ReadonlyMap<AssetPath, number> {
  const heights = new Map<AssetPath, number>();
  for (const [path, before] of [...precedence].reverse()) {
    const height = (heights.get(path) ?? 0) + 1;
    for (const other of before) heights.set(other, Math.max(height, heights.get(other) ?? 0));
  }
  return heights;
}
