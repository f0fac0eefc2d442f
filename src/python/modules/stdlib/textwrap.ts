import { strip } from '../../../text/blanks.ts';
import { expectStr } from '../../native/expect.ts';
import { native } from '../../native/native.ts';
import type { NativeModule } from '../../values/runtime.ts';

/** `textwrap.dedent`: lines of nothing but blanks become empty and do not count for the margin. */
function dedent(text: string): string {
  const blank = text.replace(/^[ \t]+$/gm, '');
  const indents = [...blank.matchAll(/(^[ \t]*)(?=[^ \t\n])/gm)].map((match) => match[1] as string);
  const [first, ...others] = indents;
  if (first === undefined) return blank;
  const margin = others.reduce((common, indent) => {
    let length = 0;
    while (length < common.length && common[length] === indent[length]) length += 1;
    return common.slice(0, length);
  }, first);
  return margin === '' ? blank : blank.replaceAll(new RegExp(`^${margin}`, 'gm'), '');
}

export const textwrap: NativeModule = {
  name: 'textwrap',
  from: 'stdlib',
  names: () => ({
    dedent: native('dedent(text)', (_, { text }) => dedent(expectStr(text))),
    indent: native('indent(text, prefix)', (_, { text, prefix }) => {
      const lines = expectStr(text).split(/(?<=\n)/);
      return lines.map((line) => (strip(line) === '' ? line : expectStr(prefix) + line)).join('');
    }),
  }),
};
