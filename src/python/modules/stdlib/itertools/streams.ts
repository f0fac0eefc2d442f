import type { Iterator } from '../../../values/iterator.ts';
import type { List } from '../../../values/list.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { tuple, type Value } from '../../../values/values.ts';

export function* zipLongest(columns: readonly Generator<Value>[], fill: Value): Generator<Value> {
  const open = new Set(columns);
  for (;;) {
    const row: Value[] = [];
    for (const column of columns) {
      const step = open.has(column) ? column.next() : undefined;
      if (step?.done === false) row.push(step.value);
      else {
        open.delete(column);
        if (open.size === 0) return;
        row.push(fill);
      }
    }
    if (columns.length === 0) return;
    yield tuple(row);
  }
}

export function* compressed(
  runtime: Runtime,
  data: Generator<Value>,
  selectors: Generator<Value>,
): Generator<Value> {
  for (;;) {
    const item = data.next();
    if (item.done === true) return;
    const wanted = selectors.next();
    if (wanted.done === true) return;
    if (runtime.truth(wanted.value)) yield item.value;
  }
}

export function* pairs(items: Generator<Value>): Generator<Value> {
  let last: Value | undefined;
  for (const item of items) {
    if (last !== undefined) yield tuple([last, item]);
    last = item;
  }
}

export function* cycled(items: Generator<Value>): Generator<Value> {
  const seen: Value[] = [];
  for (const item of items) {
    seen.push(item);
    yield item;
  }
  for (let index = 0; seen.length > 0; index += 1) yield seen[index % seen.length] as Value;
}

/** One of several iterators over one source: what is asked for first is kept for the others. */
export function* teed(source: Iterator, kept: List): Generator<Value> {
  for (let index = 0; ; index += 1) {
    source.refuseTakenBack();
    if (index === kept.items.length) {
      const item = source.next();
      if (item === undefined) return;
      kept.append(item);
    }
    yield kept.items[index] as Value;
  }
}

export function* accumulated(
  runtime: Runtime,
  items: Iterable<Value>,
  work: Value,
  initial: Value,
): Generator<Value> {
  let total: Value | undefined = initial === null ? undefined : initial;
  if (total !== undefined) yield total;
  for (const item of items) {
    if (total === undefined) total = item;
    else total = work === null ? runtime.operate('+', total, item) : runtime.call(work, [total, item]);
    yield total;
  }
}

export function* applied(runtime: Runtime, work: Value, rows: Generator<Value>): Generator<Value> {
  for (const args of rows) yield runtime.call(work, runtime.iterate(args));
}

export function* refused(runtime: Runtime, test: Value, items: Generator<Value>): Generator<Value> {
  for (const item of items) if (!runtime.truth(test === null ? item : runtime.call(test, [item]))) yield item;
}

export function* taken(runtime: Runtime, test: Value, items: Generator<Value>): Generator<Value> {
  for (const item of items) {
    if (!runtime.truth(runtime.call(test, [item]))) return;
    yield item;
  }
}

export function* left(runtime: Runtime, test: Value, items: Generator<Value>): Generator<Value> {
  let dropping = true;
  for (const item of items) {
    dropping = dropping && runtime.truth(runtime.call(test, [item]));
    if (!dropping) yield item;
  }
}

export function* joined(runtime: Runtime, parts: Iterable<Value>): Generator<Value> {
  for (const part of parts) yield* runtime.items(part);
}

export function* repeated(object: Value, times: number): Generator<Value> {
  for (let index = 0; index < times; index += 1) yield object;
}

export function* endless(make: (index: number) => Value): Generator<Value> {
  for (let index = 0; ; index += 1) yield make(index);
}
