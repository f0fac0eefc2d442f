import { parse } from 'py-ast';
import type { Token } from '../tree.ts';
import { type ParserMethods, templateNode } from './nodes.ts';
import { templateOf } from './registry.ts';

type Methods = ParserMethods & Record<'parseFString' | 'parseTemplateStr', (token: Token) => unknown>;

/** Has py-ast's parser take the f-strings and t-strings from here. Its own reading of them fails for all but plain fields. */
export function replaceTemplates(): void {
  const methods = parserMethods();
  function parseTemplate(this: ParserMethods, token: Token): unknown {
    return templateNode(this, templateOf(token), token);
  }
  methods.parseFString = parseTemplate;
  methods.parseTemplateStr = parseTemplate;
}

/** The methods of py-ast's parser, a class that it does not export: a setter is told of the first instance. */
function parserMethods(): Methods {
  let methods: Methods | undefined;
  Object.defineProperty(Object.prototype, 'pendingComments', {
    configurable: true,
    set(this: object, value: unknown) {
      Object.defineProperty(this, 'pendingComments', { value, writable: true });
      methods ??= Object.getPrototypeOf(this);
    },
  });
  try {
    parse('');
  } finally {
    Reflect.deleteProperty(Object.prototype, 'pendingComments');
  }
  if (methods === undefined) throw new Error('py-ast has no parser as it had');
  return methods;
}
