const PLAIN = /^[ !#-&(-[\]-~]*$/;

/** `repr(str)`: in single quotes, unless the text holds those and no double ones; escapes what can't be printed. */
export function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  if (PLAIN.test(text)) return mark + text + mark;
  let result = '';
  for (const point of text) result += point === mark || point === '\\' ? `\\${point}` : escapePoint(point);
  return mark + result + mark;
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

export function isPrintable(point: string): boolean {
  const code = point.charCodeAt(0);
  if (code >= 0x20 && code < 0x7f) return true;
  return point === ' ' || !/^[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Zs}]$/u.test(point);
}

function escapePoint(point: string): string {
  if (isPrintable(point)) return point;
  return SHORT[point] ?? codeEscape(point.codePointAt(0) ?? 0);
}

/** `\x07`, `\u2028` or `\U0001f600`. */
function codeEscape(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

const ONLY_ASCII = /^[\0-\x7f]*$/;

/** `ascii(...)`: the repr with everything beyond ASCII escaped. */
export function onlyAscii(text: string): string {
  if (ONLY_ASCII.test(text)) return text;
  let result = '';
  for (const point of text) {
    const code = point.codePointAt(0) ?? 0;
    result += code < 0x80 ? point : codeEscape(code);
  }
  return result;
}

/** `repr(bytes)`. */
export function quoteBytes(data: Uint8Array): string {
  const mark = data.includes(0x27) && !data.includes(0x22) ? '"' : "'";
  let result = '';
  for (const byte of data) {
    const char = String.fromCharCode(byte);
    if (char === mark || char === '\\') result += `\\${char}`;
    else result += SHORT[char] ?? (byte < 0x20 || byte > 0x7e ? codeEscape(byte) : char);
  }
  return `b${mark}${result}${mark}`;
}
