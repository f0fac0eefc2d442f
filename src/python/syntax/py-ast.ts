import { parse } from 'py-ast';
import { quickenLexer } from './lexer/index.ts';
import { markingLines } from './lexer/marking.ts';
import { replaceTemplates } from './templates/index.ts';

quickenLexer();
replaceTemplates();

// The parser alone: an `import()` of the package would bundle all of it.
export { markingLines, parse };
