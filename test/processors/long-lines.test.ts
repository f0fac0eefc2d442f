import { expect, test } from 'vitest';
import { findInJs } from '../../src/processors/references/js.ts';

// A minified script is one line: what begins a statement that never ends must not go over the rest of it each time.

test.each([
  ['import "./a" ', 0],
  ['import("./a ', 0],
  ['export { a } from "./b" ', 0],
  ['import * as a from "./b" ', 0],
  ['import {', 0],
])('statements without an end on a line of megabytes: %s', (piece, count) => {
  const dialect = { scriptMaps: true, modules: true, tightStars: true, skipsQuoted: false };
  const { references } = findInJs(piece.repeat(300_000), dialect as Parameters<typeof findInJs>[1]);
  expect(references).toHaveLength(count);
});
