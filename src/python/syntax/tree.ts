import type { ExprNode, Lexer, StmtNode } from 'py-ast';

export type Expression = ExprNode;
export type Statement = StmtNode;
export type ExpressionOf<Kind extends ExprNode['nodeType']> = Extract<ExprNode, { nodeType: Kind }>;
export type StatementOf<Kind extends StmtNode['nodeType']> = Extract<StmtNode, { nodeType: Kind }>;
export type ArgumentsNode = ExpressionOf<'Lambda'>['args'];
export type Handler = StatementOf<'Try'>['handlers'][number];
export type Keyword = ExpressionOf<'Call'>['keywords'][number];
export type Pattern = StatementOf<'Match'>['cases'][number]['pattern'];
export type PatternOf<Kind extends Pattern['nodeType']> = Extract<Pattern, { nodeType: Kind }>;

/** A word, mark or text of the source, as the lexer gives it. */
export type Token = ReturnType<Lexer['tokenize']>[number];
