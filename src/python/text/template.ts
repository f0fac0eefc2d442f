import type { Context } from '../values/context.ts';
import { isUnknown, MetUnknown, NotModelled, orElse, type Value } from '../values/values.ts';
import { onlyAscii } from './quote.ts';

/** How a name in `{name}` is found; `undefined` raises KeyError. */
export type FieldSource = (name: string) => Value | undefined;

/** `template.format(*args, **named)`. */
export function formatTemplate(
  context: Context,
  template: string,
  args: readonly Value[],
  named: FieldSource,
): string {
  let automatic = 0;
  const positional = (name: string): Value => {
    const index = name === '' ? automatic++ : Number(name);
    return orElse(args[index], () =>
      context.raise('IndexError', `Replacement index ${index} out of range for positional args tuple`),
    );
  };
  const fieldValue = (name: string): Value => {
    if (/^\d*$/.test(name)) return positional(name);
    return orElse(named(name), () => context.raiseValue('KeyError', name));
  };
  const fill = (text: string, depth: number): string => {
    if (depth > 2) return context.raise('ValueError', 'Max string recursion exceeded');
    let result = '';
    for (let at = 0; at < text.length; ) {
      const char = text[at] as string;
      if ((char === '{' || char === '}') && text[at + 1] === char) {
        result += char;
        at += 2;
      } else if (char === '{') {
        const end = closing(context, text, at);
        result += field(context, text.slice(at + 1, end), fieldValue, (spec) => fill(spec, depth + 1));
        at = end + 1;
      } else if (char === '}') {
        return context.raise('ValueError', "Single '}' encountered in format string");
      } else {
        result += char;
        at += 1;
      }
    }
    return result;
  };
  return fill(template, 0);
}

function closing(context: Context, text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return context.raise('ValueError', "expected '}' before end of string");
}

function field(
  context: Context,
  text: string,
  fieldValue: (name: string) => Value,
  fillSpec: (spec: string) => string,
): string {
  const [, path = '', conversion, spec = ''] =
    /^((?:[^[\]!:{}]|\[[^\]]*\])*)(?:!([^:]*))?(?::(.*))?$/su.exec(text) ?? [];
  if (path === '' && text !== '' && !/^[!:]/.test(text))
    throw new NotModelled('this replacement field is not modelled');
  let value = follow(context, path, fieldValue);
  if (isUnknown(value)) throw new MetUnknown(value);
  if (conversion === 's') value = context.str(value);
  else if (conversion === 'r') value = context.repr(value);
  else if (conversion === 'a') value = onlyAscii(context.repr(value));
  else if (conversion !== undefined)
    return context.raise('ValueError', `Unknown conversion specifier ${conversion}`);
  return context.format(value, fillSpec(spec));
}

/** `name.attribute[key]`. */
function follow(context: Context, path: string, fieldValue: (name: string) => Value): Value {
  const [name = ''] = /^[^.[]*/.exec(path) ?? [];
  let value = fieldValue(name);
  for (const [, attribute, key] of path.slice(name.length).matchAll(/\.([^.[]+)|\[([^\]]+)\]/g)) {
    if (attribute !== undefined) {
      const found = context.getAttribute(value, attribute);
      value = orElse(found, () => context.raise('AttributeError', `no attribute '${attribute}'`));
    } else if (key !== undefined) {
      value = context.getItem(value, /^\d+$/.test(key) ? BigInt(key) : key);
    }
  }
  return value;
}
