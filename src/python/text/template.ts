import { chargeLength, chargeText, MOST_BUILT } from '../native/bounds.ts';
import type { Runtime } from '../values/runtime.ts';
import { isUnknown, MetUnknown, NotModelled, orElse, type Value } from '../values/values.ts';
import { onlyAscii } from './quote.ts';

/** Finds the value for a name in `{name}`; `undefined` raises KeyError. */
export type FieldSource = (name: string) => Value | undefined;

/** `template.format(*args, **named)`. */
export function formatTemplate(
  runtime: Runtime,
  template: string,
  args: readonly Value[],
  named: FieldSource,
): string {
  let automatic = 0;
  const positional = (name: string): Value => {
    const index = name === '' ? automatic++ : Number(name);
    return orElse(args[index], () =>
      runtime.raise('IndexError', `Replacement index ${index} out of range for positional args tuple`),
    );
  };
  const fieldValue = (name: string): Value => {
    if (/^\d*$/.test(name)) return positional(name);
    return orElse(named(name), () => runtime.raiseValue('KeyError', name));
  };
  const fill = (text: string, depth: number): string => {
    if (depth > 2) return runtime.raise('ValueError', 'Max string recursion exceeded');
    let result = '';
    for (let at = 0; at < text.length; ) {
      const char = text[at] as string;
      if (result.length > MOST_BUILT) throw new NotModelled('the text would be huge');
      if ((char === '{' || char === '}') && text[at + 1] === char) {
        result += char;
        at += 2;
      } else if (char === '{') {
        runtime.charge(2);
        const end = closing(runtime, text, at);
        result += field(runtime, text.slice(at + 1, end), fieldValue, (spec) => fill(spec, depth + 1));
        at = end + 1;
      } else if (char === '}') {
        return runtime.raise('ValueError', "Single '}' encountered in format string");
      } else {
        result += char;
        at += 1;
      }
    }
    chargeText(runtime, text.length);
    chargeLength(runtime, result.length);
    return result;
  };
  return fill(template, 0);
}

function closing(runtime: Runtime, text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return runtime.raise('ValueError', "expected '}' before end of string");
}

function field(
  runtime: Runtime,
  text: string,
  fieldValue: (name: string) => Value,
  fillSpec: (spec: string) => string,
): string {
  const [, path = '', conversion, spec = ''] =
    /^((?:[^[\]!:{}]|\[[^\]]*\])*)(?:!([^:]*))?(?::(.*))?$/su.exec(text) ?? [];
  if (path === '' && text !== '' && !/^[!:]/.test(text))
    throw new NotModelled('this replacement field is not modelled');
  let value = follow(runtime, path, fieldValue);
  if (isUnknown(value)) throw new MetUnknown(value);
  if (conversion === 's') value = runtime.str(value);
  else if (conversion === 'r') value = runtime.repr(value);
  else if (conversion === 'a') value = onlyAscii(runtime.repr(value));
  else if (conversion !== undefined)
    return runtime.raise('ValueError', `Unknown conversion specifier ${conversion}`);
  return runtime.format(value, fillSpec(spec));
}

/** `name.attribute[key]`. */
function follow(runtime: Runtime, path: string, fieldValue: (name: string) => Value): Value {
  const [name = ''] = /^[^.[]*/.exec(path) ?? [];
  let value = fieldValue(name);
  for (const [, attribute, key] of path.slice(name.length).matchAll(/\.([^.[]+)|\[([^\]]+)\]/g)) {
    if (attribute !== undefined) {
      const found = runtime.getAttribute(value, attribute);
      value = orElse(found, () => runtime.raise('AttributeError', `no attribute '${attribute}'`));
    } else if (key !== undefined) {
      value = runtime.getItem(value, /^\d+$/.test(key) ? BigInt(key) : key);
    }
  }
  return value;
}
