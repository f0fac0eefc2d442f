import { posix } from 'node:path';
import type { TemplateReading } from '../templates/index.ts';
import type { Template } from './files.ts';

/** What a template says of its place among others. */
export type Kinship = Pick<TemplateReading, 'parent' | 'blocks'>;

/** Tells whether a place of a template, given by the blocks around it, can come to a page. */
export type IsRendered = (template: Template, reading: Kinship, blocks: readonly string[]) => boolean;

/**
 * Knows which blocks of a template its ancestors have: what a child says outside of blocks, or in a block that no ancestor has,
 * is never rendered. If an ancestor is not known, everything counts as rendered. Only ancestors are `read`.
 */
export function renderedIn(
  templates: readonly Template[],
  read: (template: Template) => Kinship | null,
): IsRendered {
  const parents = new Map<Template, Kinship | null>();
  const parentOf = (template: Template): Kinship | null => {
    let reading = parents.get(template);
    if (reading === undefined) {
      reading = read(template);
      parents.set(template, reading);
    }
    return reading;
  };
  const byName = new Map<string, Template[]>();
  for (const template of templates) {
    const list = byName.get(template.name);
    if (list === undefined) byName.set(template.name, [template]);
    else list.push(template);
  }

  /** The blocks of all ancestors; `null` if one is not known. */
  const inherited = (
    template: Template,
    { parent }: Kinship,
    seen: readonly Template[],
  ): ReadonlySet<string> | null => {
    if (parent === undefined) return new Set();
    if (parent === null) return null;
    const name = /^\.\.?\//.test(parent) ? posix.join(posix.dirname(template.name), parent) : parent;
    const visited = [...seen, template];
    // A template may extend the next one of its own name.
    const next = byName
      .get(name)
      ?.find((candidate) => candidate.engine === template.engine && !visited.includes(candidate));
    const reading = next === undefined ? null : parentOf(next);
    if (next === undefined || reading === null) return null;
    const above = inherited(next, reading, visited);
    return above === null ? null : new Set([...above, ...reading.blocks]);
  };

  const known = new Map<Template, ReadonlySet<string> | null>();
  return (template, reading, blocks) => {
    if (reading.parent === undefined) return true;
    let above = known.get(template);
    if (above === undefined) {
      above = inherited(template, reading, []);
      known.set(template, above);
    }
    const names = above;
    return names === null || blocks.some((block) => names.has(block));
  };
}
