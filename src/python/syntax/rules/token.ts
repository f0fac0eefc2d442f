import type { TokenType } from 'py-ast';

/** A word, mark or text of the source, as the lexer gives it. */
export interface Token {
  readonly type: TokenType;
  readonly value: string;
  readonly lineno: number;
  readonly col_offset: number;
}
