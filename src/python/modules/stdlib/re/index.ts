import { expectInt, expectStr } from '../../../native/expect.ts';
import { computed, native, nativeClass } from '../../../native/native.ts';
import { exceptionClass } from '../../../native/stand-ins.ts';
import { Dict } from '../../../values/dict.ts';
import { iterator } from '../../../values/iterator.ts';
import { List } from '../../../values/list.ts';
import type { NativeModule, Runtime } from '../../../values/runtime.ts';
import { type ClassValue, tuple, type Value } from '../../../values/values.ts';
import { matchClass, matchValue } from './match.ts';
import {
  type Compiled,
  compilePattern,
  type Matched,
  type MatchMode,
  matchAll,
  matches,
  matchOnce,
  patterns,
} from './pattern.ts';
import { expand, substitute } from './template.ts';

/** Arguments of a function of `re`, called through the module or through a Pattern. */
interface Call {
  readonly runtime: Runtime;
  readonly compiled: Compiled;
  readonly text: string;
  readonly match: ClassValue;
  readonly rest: readonly Value[];
}

const limit = (value: Value | undefined): number => expectInt(value ?? 0n) || Number.POSITIVE_INFINITY;

function once(mode: MatchMode): (call: Call) => Value {
  return ({ runtime, compiled, text, match }) => matchValue(match, matchOnce(runtime, compiled, text, mode));
}

function findall({ runtime, compiled, text }: Call): Value {
  const found = matchAll(runtime, compiled, text).map(({ values }): Value => {
    if (values.length === 1) return values[0] ?? '';
    const groups = values.slice(1).map((value) => value ?? '');
    return groups.length === 1 ? (groups[0] as string) : tuple(groups);
  });
  return new List(found);
}

function finditer({ runtime, compiled, text, match }: Call): Value {
  return iterator(
    matchAll(runtime, compiled, text).map((matched) => matches.make(match, matched)),
    'callable_iterator',
  );
}

function split({ runtime, compiled, text, rest }: Call): Value {
  const parts: Value[] = [];
  let end = 0;
  for (const { spans, values } of matchAll(runtime, compiled, text).slice(0, limit(rest[0]))) {
    const [from, to] = spans[0] as readonly [number, number];
    parts.push(text.slice(end, from), ...values.slice(1).map((value) => value ?? null));
    end = to;
  }
  return new List([...parts, text.slice(end)]);
}

function replaced({ runtime, compiled, text, match, rest }: Call): readonly [string, number] {
  const [replacement = null, count] = rest;
  const found = matchAll(runtime, compiled, text).slice(0, limit(count));
  return substitute(runtime, text, found, (matched: Matched) => {
    if (typeof replacement === 'string') return expand(runtime, replacement, matched);
    return runtime.call(replacement, [matches.make(match, matched)]);
  });
}

interface Operation {
  /** Parameters between the pattern and the text, and behind it. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly run: (call: Call) => Value;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  search: { before: [], after: [], run: once('search') },
  match: { before: [], after: [], run: once('match') },
  fullmatch: { before: [], after: [], run: once('fullmatch') },
  findall: { before: [], after: [], run: findall },
  finditer: { before: [], after: [], run: finditer },
  split: { before: [], after: ['maxsplit=0'], run: split },
  sub: { before: ['repl'], after: ['count=0'], run: (call) => replaced(call)[0] },
  subn: {
    before: ['repl'],
    after: ['count=0'],
    run: (call) => {
      const [text, count] = replaced(call);
      return tuple([text, BigInt(count)]);
    },
  },
};

function operationFor(
  name: string,
  { before, after, run }: Operation,
  match: ClassValue,
  first: 'self' | 'pattern',
): Value {
  const signature = [first, ...before, 'string', ...after, ...(first === 'pattern' ? ['flags=0'] : [])].join(
    ', ',
  );
  return native(`${name}(${signature})`, (runtime, args) => {
    const compiled = compilePattern(runtime, args[first], first === 'pattern' ? args.flags : 0n);
    const rest = [...before, ...after].map((part) => args[part.replace(/=.*/, '')] ?? null);
    return run({ runtime, compiled, text: expectStr(args.string), match, rest });
  });
}

function operations(match: ClassValue, first: 'self' | 'pattern'): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(OPERATIONS).map(([name, each]) => [name, operationFor(name, each, match, first)]),
  );
}

function patternClass(match: ClassValue): ClassValue {
  return nativeClass({
    name: 'Pattern',
    module: 're',
    hashKey: (self) => {
      const { pattern, flags } = self.state as Compiled;
      return `${flags}:${pattern}`;
    },
    members: {
      ...operations(match, 'self'),
      pattern: computed((_, self) => patterns.of(self).pattern),
      groups: computed((_, self) => BigInt(patterns.of(self).groups.length - 1)),
      groupindex: computed((_, self) => {
        const names = patterns.of(self).groups.map((name, index) => [name, BigInt(index)] as const);
        return new Dict(names.filter(([name]) => name !== null));
      }),
    },
  });
}

const FLAGS: Readonly<Record<string, bigint>> = {
  A: 256n,
  ASCII: 256n,
  DEBUG: 128n,
  I: 2n,
  IGNORECASE: 2n,
  L: 4n,
  LOCALE: 4n,
  M: 8n,
  MULTILINE: 8n,
  NOFLAG: 0n,
  S: 16n,
  DOTALL: 16n,
  U: 32n,
  UNICODE: 32n,
  X: 64n,
  VERBOSE: 64n,
};

export const re: NativeModule = {
  name: 're',
  from: 'stdlib',
  names: (runtime) => {
    const Match = matchClass();
    const Pattern = patternClass(Match);
    const error = exceptionClass(runtime, 'error', 're');
    return {
      ...FLAGS,
      ...operations(Match, 'pattern'),
      Match,
      Pattern,
      error,
      PatternError: error,
      compile: native('compile(pattern, flags=0)', (call, { pattern, flags }) =>
        patterns.make(Pattern, compilePattern(call, pattern, flags)),
      ),
      escape: native('escape(pattern)', (_, { pattern }) =>
        expectStr(pattern).replace(/[\t\n\v\f\r !#$&()*+\-./:;<=>?@[\\\]^`{|}~]/g, (character) =>
          '!/:;<=>@`'.includes(character) ? character : `\\${character}`,
        ),
      ),
      purge: native('purge()', () => null),
    };
  },
};
