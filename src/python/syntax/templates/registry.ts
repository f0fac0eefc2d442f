import type { Token } from '../tree.ts';
import type { Template } from './template.ts';

const templates = new WeakMap<Token, Template>();

/** Keeps what the lexer found a template to be made of, for the parser. */
export function keepTemplate(token: Token, template: Template): void {
  templates.set(token, template);
}

export function templateOf(token: Token): Template {
  const template = templates.get(token);
  if (template === undefined) throw new Error(`no template was kept for ${token.value}`);
  return template;
}
