import type { Tag } from './lexer.ts';

/** What encloses a place of a template. */
export interface Scope {
  readonly condition: string | null;
  readonly blocks: readonly string[];
}

/** Follows the tags of a template, and knows what encloses the place reached. */
export interface ScopeReader {
  readonly current: () => Scope;
  /** Every block met so far. */
  readonly blocks: () => readonly string[];
  /** Takes notice of a tag, by its name, the word behind that, and its content. */
  readonly enter: (tag: Tag, argument: string | undefined, content: () => string) => void;
  /** The tags that no other has ended so far. */
  readonly open: () => readonly Tag[];
}

interface Open {
  readonly tag: Tag;
  readonly end: string;
  readonly condition: string | null;
  readonly block: string | null;
}

/** The condition to tell of: one on an app, which settings decide, else the innermost. */
function deciding(open: readonly Open[]): string | null {
  const conditions = open.flatMap(({ condition }) => condition ?? []);
  return conditions.find((tag) => tag.startsWith('{% ifinstalled ')) ?? conditions.at(-1) ?? null;
}

/** Makes a scope reader. Any tag whose name begins with `if` is a condition: `ifchanged`, `ifinstalled`; so are `{% empty %}` and a `{% partialdef %}`. */
export function createScope(): ScopeReader {
  const open: Open[] = [];
  const names: string[] = [];
  // Asked for at each reference, and the same for many of them.
  let current: Scope | null = null;
  const push = (entry: Open): void => {
    open.push(entry);
    current = null;
  };
  return {
    current() {
      current ??= {
        condition: deciding(open),
        blocks: open.flatMap(({ block }) => block ?? []),
      };
      return current;
    },
    blocks: () => names,
    open: () => open.map(({ tag }) => tag),
    enter(tag, argument, content) {
      const { name } = tag;
      if (name === 'block' && argument !== undefined) {
        names.push(argument);
        push({ tag, end: 'endblock', condition: null, block: argument });
      } else if (name === 'for') {
        push({ tag, end: 'endfor', condition: null, block: null });
      } else if (name === 'empty' && open.at(-1)?.end === 'endfor') {
        const loop = open.pop() as Open;
        push({ ...loop, condition: '{% empty %}' });
      } else if (name === 'partialdef') {
        const isInline = content().endsWith(' inline');
        push({ tag, end: 'endpartialdef', condition: isInline ? null : `{% ${content()} %}`, block: null });
      } else if (name.startsWith('if')) {
        push({ tag, end: `end${name}`, condition: `{% ${content()} %}`, block: null });
      } else if (name.startsWith('end')) {
        const at = open.findLastIndex(({ end }) => end === name);
        // A tag such as `ifnot` of a library may have no end of its own.
        if (at === -1) return;
        open.splice(at);
        current = null;
      }
    },
  };
}
