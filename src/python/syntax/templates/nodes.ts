import { Lexer } from 'py-ast';
import type { State } from '../lexer/state.ts';
import { widened } from '../lexer/texts.ts';
import { refuse } from '../rules/refusal.ts';
import type { Span } from '../source.ts';
import type { Expression, ExpressionOf, Token } from '../tree.ts';
import { placeAt, spanOf } from './place.ts';
import type { FieldPart, Part, Spec, Template } from './template.ts';

/** What of py-ast's parser the templates need, which its types hide. */
export interface ParserMethods {
  readonly constructor: new (source: string) => ParserMethods;
  tokens: readonly Token[];
  decodeEscapes(text: string, isBytes: boolean): string;
  getStringQuoteStyle(text: string): string;
  parseTestListWithStar(): Expression;
  isAtEnd(): boolean;
  peek(): Token;
}

type Field = ExpressionOf<'FormattedValue' | 'Interpolation'>;
type Text = ExpressionOf<'Constant'>;

/** The node of a template, as CPython has it, with the places of the source in its fields. */
export function templateNode(
  parser: ParserMethods,
  template: Template,
  token: Token,
): ExpressionOf<'JoinedStr' | 'TemplateStr'> {
  const quotes = parser.getStringQuoteStyle(token.value);
  const kind = /^\w*t/i.test(quotes) ? 'TemplateStr' : 'JoinedStr';
  const values = valuesOf(parser, template, template.parts, token, kind);
  const { lineno, col_offset, end_lineno, end_col_offset } = token;
  const span = { lineno, col_offset, end_lineno, end_col_offset };
  return { nodeType: kind, values, quote_style: quotes, ...span } as ExpressionOf<
    'JoinedStr' | 'TemplateStr'
  >;
}

function valuesOf(
  parser: ParserMethods,
  template: Template,
  parts: readonly Part[],
  token: Span,
  kind: 'JoinedStr' | 'TemplateStr',
): readonly (Text | Field)[] {
  const values: (Text | Field)[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') values.push({ nodeType: 'Constant', value: text, ...spanIn(token) } as Text);
    text = '';
  };
  for (const part of parts) {
    if (part.kind === 'text') text += decoded(parser, template, part.text);
    else {
      text += part.shown ?? '';
      flush();
      values.push(fieldNode(parser, template, part, token, kind));
    }
  }
  flush();
  return values;
}

function spanIn({ lineno, col_offset, end_lineno, end_col_offset }: Span): Span {
  return { lineno, col_offset, end_lineno, end_col_offset } as Span;
}

function decoded(parser: ParserMethods, { isRaw }: Template, text: string): string {
  return isRaw || !text.includes('\\') ? text : parser.decodeEscapes(widened(text), false);
}

const REPR = 114;

function fieldNode(
  parser: ParserMethods,
  template: Template,
  field: FieldPart,
  token: Span,
  kind: 'JoinedStr' | 'TemplateStr',
): Field {
  const { source, origin } = template;
  const { start, end, expressionEnd, conversion, shown, spec } = field;
  const node = {
    value: expressionNode(parser, template, field),
    conversion: conversion?.charCodeAt(0) ?? (shown !== undefined && spec === undefined ? REPR : -1),
    format_spec: spec === undefined ? undefined : specNode(parser, template, spec, token),
    ...spanOf(placeAt(source, origin, start), placeAt(source, origin, end)),
  };
  if (kind === 'JoinedStr') return { nodeType: 'FormattedValue', ...node } as Field;
  return {
    nodeType: 'Interpolation',
    str: source.slice(start + 1, expressionEnd).trimEnd(),
    ...node,
  } as Field;
}

function specNode(parser: ParserMethods, template: Template, spec: Spec, token: Span): Expression {
  // CPython has no template string in the spec of one either.
  const values = valuesOf(parser, template, spec.parts, token, 'JoinedStr');
  return { nodeType: 'JoinedStr', values, ...spanIn(token) } as Expression;
}

/** Reads the expression of a field where it stands, as if brackets were around it. */
function expressionNode(parser: ParserMethods, { source, origin }: Template, field: FieldPart): Expression {
  const inner = new parser.constructor('');
  inner.tokens = tokensOf(source.slice(0, field.expressionEnd), placeAt(source, origin, field.start + 1));
  const expression = inner.parseTestListWithStar();
  if (!inner.isAtEnd()) refuse(inner.peek(), 'invalid syntax');
  return expression;
}

function tokensOf(source: string, place: State['position']): readonly Token[] {
  const lexer = new Lexer('') as unknown as State & {
    addToken(type: string, value: string): void;
    scanToken(): void;
  };
  // Given afterwards: the constructor would go over all of it for each field.
  Object.assign(lexer, { source, position: { ...place } });
  lexer.atLineStart = false;
  lexer.parenLevel = 1;
  while (lexer.position.index < source.length) lexer.scanToken();
  lexer.addToken('EOF', '');
  return lexer.tokens.filter(({ type }) => type !== 'COMMENT');
}
