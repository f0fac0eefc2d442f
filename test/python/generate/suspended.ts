import fc from 'fast-check';
import { expression, typed } from './expressions.ts';

// What stops and goes on, what comes in no order, what reaches other frames, and what refuses to be changed.

type Lines = readonly string[];

const indent = (lines: Lines, by: number = 1): string[] => lines.map((line) => `${'    '.repeat(by)}${line}`);

/** Statements in which `body` runs between the steps of generators, in context managers, and beside objects that refuse. */
export function suspended(body: fc.Arbitrary<string[]>): fc.Arbitrary<string[]> {
  return fc.oneof(
    fc
      .tuple(body, expression, body, typed.bool)
      .map(([before, value, between, stop]) => [
        'def g():',
        '    global i, s, l, d',
        '    try:',
        ...indent(before, 2),
        `        x = yield ${value}`,
        ...indent(between, 2),
        '        yield x',
        '    except (TypeError, KeyError) as e:',
        "        yield 'caught'",
        '    else:',
        "        log.append('else')",
        "    log.append('behind')",
        'it = g()',
        "a = next(it, 'none')",
        'for x in it:',
        '    budget()',
        `    if ${stop}: break`,
        "l = [a, next(it, 'end')]",
      ]),
    fc
      .tuple(typed.list, typed.bool, body)
      .map(([source, test, between]) => [
        `it = ((x, i) for x in ${source} if ${test})`,
        ...between,
        "l = [next(it, 'end'), list(it)]",
      ]),
    fc
      .tuple(expression, expression, body)
      .map(([first, second, between]) => [
        'def g():',
        `    got = yield ${first}`,
        `    try: yield [got, ${second}]`,
        "    except ValueError: yield 'thrown'",
        '    return i',
        'def h():',
        '    r = yield from g()',
        '    yield r',
        'it = h()',
        'a = next(it)',
        ...between,
        'l = [a, it.send(i), it.throw(ValueError) if i else next(it), next(it)]',
      ]),
    fc
      .tuple(typed.list, typed.list, body)
      .map(([one, two, between]) => [
        `it = zip(${one}, map(repr, ${two}), enumerate('ab'))`,
        ...between,
        "l = [next(it, 'end'), list(it)]",
      ]),
    fc
      .tuple(body, fc.constantFrom('TypeError', 'KeyError', '(ValueError, IndexError)'))
      .map(([inside, type]) => [
        'from contextlib import contextmanager',
        '@contextmanager',
        'def m(x):',
        "    log.append('in')",
        '    try: yield x',
        `    except ${type}: log.append('caught')`,
        "    finally: log.append('out')",
        'with m(i) as y:',
        ...indent(inside),
        "log.append('after')",
      ]),
    fc
      .tuple(typed.list, typed.list, fc.constantFrom('|', '&', '-', '^'))
      .map(([one, two, sign]) => [
        `t = {*${one}} ${sign} frozenset(${two})`,
        'l = sorted({repr(x) for x in t})',
        'i = len(t) + sum(1 for x in t if x in l)',
        's = min((repr(x) for x in t), default=s)',
      ]),
    fc
      .tuple(expression, body)
      .map(([value, inside]) => [
        'import sys',
        "def put(v): sys._getframe(1).f_globals['l'] = [v]",
        'def h(x):',
        '    y = 1',
        '    before = locals()',
        ...indent(inside),
        `    put(${value})`,
        '    return [sorted(before), sys._getframe().f_code.co_name]',
        'a = h(i)',
        'l = [l, a]',
      ]),
    fc
      .tuple(expression, fc.constantFrom('x', 'y', 'z'))
      .map(([value, to]) => [
        'from dataclasses import dataclass',
        'from collections import namedtuple',
        'import types',
        '@dataclass(frozen=True)',
        'class F:',
        '    x: object = 1',
        'class S:',
        "    __slots__ = ('x', 'y')",
        'class P:',
        '    z = 1',
        '    @property',
        '    def x(self): return 2',
        'l = []',
        "for o in [F(), S(), P(), namedtuple('T', 'x y')(1, 2), range(3), 'a', (1,), types.MappingProxyType(d)]:",
        '    try:',
        `        o.${to} = ${value}`,
        `        l.append(o.${to})`,
        '    except (AttributeError, TypeError) as e: l.append(type(e).__name__)',
        '    try:',
        '        o[0] = 1',
        '    except (AttributeError, TypeError) as e: l.append(type(e).__name__)',
      ]),
    fc
      .tuple(fc.constantFrom('d', 'd.items()', 'list(d)', 'l', 'set(d)'), body)
      .map(([source, inside]) => [
        `for q in ${source}:`,
        '    budget()',
        ...indent(inside),
        '    d[repr(q)] = i',
      ]),
  );
}
