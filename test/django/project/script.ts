import type { Random } from './random.ts';
import { spellPath } from './spelling.ts';
import type { Targets } from './stylesheet.ts';

/** A script that imports what is there (when `modules`), and may name its source map. */
export function writeScript(random: Random, path: string, targets: Targets, modules: boolean): string {
  const lines = random.chance(0.3) ? ['"use strict";'] : [];
  if (modules) lines.push(...moduleStatements(random, path, targets.lower));
  lines.push(`const where = ${JSON.stringify(path)};`, 'function f(x) { return x / 2 / 3; }');
  if (targets.map !== null) lines.push(`//# sourceMappingURL=${spellPath(random, path, targets.map)}`);
  return `${lines.join('\n')}\n`;
}

/**
 * In an order that Django survives: one of its expressions may run from an `import` or `export` that it must not touch to
 * the `from` of a later statement, which then is rewritten twice.
 */
function moduleStatements(random: Random, path: string, lower: readonly string[]): string[] {
  const chosen = random
    .some(lower, random.int(4))
    .map((target) => statement(random, specifier(random, path, target)));
  const forms = [/^export/, /\bfrom\b/, /^import *["']/, /import\(/];
  const rank = (line: string): number => forms.findIndex((form) => form.test(line));
  const bare = random.chance(0.3) ? ['import React from "react";'] : [];
  const last = random.chance(0.3) ? ['export { nothing } from "somewhere";'] : [];
  return [...[...bare, ...chosen].sort((a, b) => rank(a) - rank(b)), ...last];
}

/** Django takes a specifier only when it starts with a dot or a slash. */
function specifier(random: Random, path: string, lower: string): string {
  const spelled = spellPath(random, path, lower);
  return /^[./]/.test(spelled) ? spelled : `./${spelled}`;
}

function statement(random: Random, target: string): string {
  const quoted = random.pick([`"${target}"`, `'${target}'`]);
  return random.pick([
    `import ${quoted};`,
    `import${quoted};`,
    `import a from ${quoted};`,
    `import a  from  ${quoted} ;`,
    `import { b, c as d } from ${quoted};`,
    `import {b,c as d} from ${quoted};`,
    `import{e}from${quoted};`,
    `import {\n  f,\n  g,\n} from ${quoted};`,
    `import * as h from ${quoted};`,
    `import i, { j } from ${quoted};`,
    `export { k } from ${quoted};`,
    `export * from ${quoted};`,
    `export * as l from ${quoted};`,
    `import(${quoted}).then((m) => m.run());`,
    `const lazy = () => import(${quoted});`,
  ]);
}
