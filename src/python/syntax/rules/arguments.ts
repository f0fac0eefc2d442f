import { type Source, segment } from '../source.ts';
import type { ArgumentsNode, Expression, ExpressionOf, Keyword, StatementOf } from '../tree.ts';
import { isBefore, refuse } from './refusal.ts';

/** Refuses the same parameter twice. Gives the names of all. */
export function parametersOf(given: ArgumentsNode): ReadonlySet<string> {
  const names = new Set<string>();
  const { posonlyargs, args, vararg, kwonlyargs, kwarg } = given;
  for (const each of [...posonlyargs, ...args, ...kwonlyargs, vararg, kwarg]) {
    if (each == null) continue;
    if (names.has(each.arg)) refuse(each, `duplicate argument '${each.arg}' in function definition`);
    // Only the values that `*args` takes can have a starred one (PEP 646).
    if (each !== vararg && each.annotation?.nodeType === 'Starred') refuse(each.annotation, 'invalid syntax');
    if (each.arg === '__debug__') refuse(each, 'cannot assign to __debug__');
    names.add(each.arg);
  }
  return names;
}

/** Refuses the same keyword twice. */
export function checkKeywords(keywords: readonly Keyword[]): void {
  if (keywords.length < 2) return;
  const names = new Set<string>();
  for (const keyword of keywords) {
    if (typeof keyword.arg !== 'string') continue;
    if (names.has(keyword.arg)) refuse(keyword, `keyword argument repeated: ${keyword.arg}`);
    names.add(keyword.arg);
  }
}

/** Refuses `f(x for x in y, 1)`: beside other arguments a generator needs brackets of its own. */
export function checkGenerators({ func, args, keywords }: ExpressionOf<'Call'>, source: Source): void {
  for (const [index, arg] of args.entries()) {
    if (arg.nodeType !== 'GeneratorExp') continue;
    const isAlone = args.length === 1 && keywords.length === 0;
    if (isAlone && !endsInComma(arg, source)) continue;
    // The parser has it begin at the bracket of the call.
    const isBare =
      index > 0 ? isBefore(arg, args[index - 1] as Expression) : !hasBracketBetween(func, arg, source);
    if (isBare) refuse(arg, 'Generator expression must be parenthesized');
  }
}

function endsInComma(arg: Expression, source: Source): boolean {
  return /,(?:\s|#.*\n)*\)$/.test(segment(source, arg));
}

function hasBracketBetween(func: Expression, arg: Expression, source: Source): boolean {
  const between = segment(source, {
    lineno: func.end_lineno ?? 0,
    col_offset: func.end_col_offset ?? 0,
    end_lineno: arg.lineno ?? 0,
    end_col_offset: arg.col_offset ?? 0,
  });
  return between.includes('(');
}

/** Refuses `class A(b=1, c)`. */
export function checkBases({ bases, keywords }: StatementOf<'ClassDef'>): void {
  if (keywords.length === 0 || bases.length === 0) return;
  for (const base of bases) {
    const isStarred = base.nodeType === 'Starred';
    const before = keywords.find((keyword) => isBefore(keyword, base) && (!isStarred || keyword.arg == null));
    if (before === undefined) continue;
    const what = before.arg == null ? 'keyword argument unpacking' : 'keyword argument';
    refuse(base, `${isStarred ? 'iterable argument unpacking' : 'positional argument'} follows ${what}`);
  }
}
