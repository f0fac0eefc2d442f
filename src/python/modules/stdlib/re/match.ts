import { expectStr } from '../../../native/expect.ts';
import { computed, native, nativeClass } from '../../../native/native.ts';
import { dictOf } from '../../../values/dict.ts';
import type { Runtime } from '../../../values/runtime.ts';
import { type ClassValue, type Instance, NotModelled, tuple, type Value } from '../../../values/values.ts';
import { groupNumber, type Matched, matches } from './pattern.ts';
import { expand } from './template.ts';

function groupsOf(runtime: Runtime, self: Value | undefined, keys: readonly Value[]): Value {
  const matched = matches.of(self);
  const wanted = keys.length === 0 ? [0n] : keys;
  const found = wanted.map((key) => matched.values[groupNumber(runtime, matched, key)] ?? null);
  return found.length === 1 ? (found[0] as Value) : tuple(found);
}

/** A span counted in code points, as Python counts. */
function spanOf(runtime: Runtime, self: Value | undefined, group: Value): readonly [bigint, bigint] {
  const matched = matches.of(self);
  const span = matched.spans[groupNumber(runtime, matched, group)];
  if (span === undefined) return [-1n, -1n];
  const count = (end: number): bigint => BigInt([...matched.text.slice(0, end)].length);
  return [count(span[0]), count(span[1])];
}

export function matchClass(): ClassValue {
  const item = native('__getitem__(self, key)', (runtime, { self, key = null }) =>
    groupsOf(runtime, self, [key]),
  );
  return nativeClass({
    name: 'Match',
    module: 're',
    members: {
      __getitem__: item,
      group: native('group(self, *keys)', (runtime, { self, keys = tuple([]) }) =>
        groupsOf(runtime, self, runtime.iterate(keys)),
      ),
      groups: native('groups(self, default=None)', (_, { self, default: fallback = null }) => {
        return tuple(
          matches
            .of(self)
            .values.slice(1)
            .map((value) => value ?? fallback),
        );
      }),
      groupdict: native('groupdict(self, default=None)', (_, { self, default: fallback = null }) => {
        const { compiled, values } = matches.of(self);
        const named = compiled.groups.map((name, index) => [name, values[index] ?? fallback] as const);
        return dictOf(Object.fromEntries(named.filter(([name]) => name !== null)));
      }),
      start: native(
        'start(self, group=0)',
        (runtime, { self, group = 0n }) => spanOf(runtime, self, group)[0],
      ),
      end: native('end(self, group=0)', (runtime, { self, group = 0n }) => spanOf(runtime, self, group)[1]),
      span: native('span(self, group=0)', (runtime, { self, group = 0n }) =>
        tuple(spanOf(runtime, self, group)),
      ),
      expand: native('expand(self, template)', (runtime, { self, template }) =>
        expand(runtime, expectStr(template), matches.of(self)),
      ),
      string: computed((_, self) => matches.of(self).text),
      lastindex: computed(() => {
        throw new NotModelled('lastindex is not modelled');
      }),
    },
  });
}

export function matchValue(type: ClassValue, matched: Matched | null): Instance | null {
  return matched === null ? null : matches.make(type, matched);
}
