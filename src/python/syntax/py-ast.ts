import { parse } from 'py-ast';
import { quickenLexer } from './lexer.ts';

quickenLexer();

// The parser alone: an `import()` of the package would bundle all of it.
export { parse };
