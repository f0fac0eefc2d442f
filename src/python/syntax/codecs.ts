/** A codec of Python that Node can decode to the same characters. */
export interface Codec {
  /** Python's own name of it. */
  readonly name: string;
  /** Throws for bytes that are not in it, and where Node and Python read them differently. */
  decode(data: Uint8Array): string;
}

/** Each codec with its other names, as `encodings.aliases` has them, and what Node calls it. */
const SINGLE_BYTE = `
cp1250 1250 windows_1250 = windows-1250
cp1251 1251 windows_1251 = windows-1251
cp1253 1253 windows_1253 = windows-1253
cp1254 1254 windows_1254 = windows-1254
cp1255 1255 windows_1255 = windows-1255
cp1256 1256 windows_1256 = windows-1256
cp1257 1257 windows_1257 = windows-1257
cp1258 1258 windows_1258 = windows-1258
cp866 866 csibm866 ibm866 = ibm866
iso8859_2 csisolatin2 iso_8859_2 iso_8859_2_1987 iso_ir_101 l2 latin2 = iso-8859-2
iso8859_3 csisolatin3 iso_8859_3 iso_8859_3_1988 iso_ir_109 l3 latin3 = iso-8859-3
iso8859_4 csisolatin4 iso_8859_4 iso_8859_4_1988 iso_ir_110 l4 latin4 = iso-8859-4
iso8859_5 csisolatincyrillic cyrillic iso_8859_5 iso_8859_5_1988 iso_ir_144 = iso-8859-5
iso8859_6 arabic asmo_708 csisolatinarabic ecma_114 iso_8859_6 iso_8859_6_1987 iso_ir_127 = iso-8859-6
iso8859_7 csisolatingreek ecma_118 elot_928 greek greek8 iso_8859_7 iso_8859_7_1987 iso_ir_126 = iso-8859-7
iso8859_8 csisolatinhebrew hebrew iso_8859_8 iso_8859_8_1988 iso_ir_138 = iso-8859-8
iso8859_10 csisolatin6 iso_8859_10 iso_8859_10_1992 iso_ir_157 l6 latin6 = iso-8859-10
iso8859_13 iso_8859_13 l7 latin7 = iso-8859-13
iso8859_14 iso_8859_14 iso_8859_14_1998 iso_celtic iso_ir_199 l8 latin8 = iso-8859-14
iso8859_15 iso_8859_15 l9 latin9 = iso-8859-15
koi8_r cskoi8r = koi8-r
mac_cyrillic maccyrillic = x-mac-cyrillic
mac_roman macintosh macroman = macintosh
`;

const MULTI_BYTE = `
gbk 936 cp936 ms936 = gbk
gb2312 chinese csiso58gb231280 euc_cn euccn eucgb2312_cn gb2312_1980 gb2312_80 iso_ir_58 x_mac_simp_chinese = gbk
euc_kr euckr korean ks_c_5601 ks_c_5601_1987 ks_x_1001 ksc5601 ksx1001 x_mac_korean = euc-kr
euc_jp eucjp u_jis ujis = euc-jp
shift_jis csshiftjis s_jis shiftjis sjis x_mac_japanese = shift_jis
cp932 932 ms932 ms_kanji mskanji = shift_jis
big5 big5_tw csbig5 x_mac_trad_chinese = big5
`;

/** What Python reads where Node reads the wide character. */
const NARROW: Readonly<Record<string, string>> = {
  '～': '〜',
  '∥': '‖',
  '－': '−',
  '￠': '¢',
  '￡': '£',
  '￢': '¬',
};
const READ_OTHERWISE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  shift_jis: NARROW,
  euc_jp: NARROW,
  gb2312: { '·': '・', '—': '―' },
};

/** What Node gives for bytes that Python reads as something else, or not at all. */
const DOUBTFUL: Readonly<Record<string, RegExp>> = { big5: /[\ue000-\uf8ff‧﹑¯～⊕⊙∕﹨￥￠￡]/ };

/** Control characters that Node takes for each other; no file has them. */
const MIXED_UP: readonly number[] = [0x1a, 0x1c, 0x7f];
const CONTROL = /[\x80-\x9f]/;
/** Of the codecs of Japanese: what introduces a third byte, a table that was not compared. */
const THIRD_TABLE = 0x8f;

const WESTERN_CONTROLS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

const OWN: readonly (readonly [names: string, (data: Uint8Array) => string])[] = [
  ['utf_8 utf_8_sig cp65001 u8 utf utf8 utf8_ucs2 utf8_ucs4', decodeUtf8],
  [
    'ascii 646 ansi_x3.4_1968 ansi_x3.4_1986 ansi_x3_4_1968 cp367 csascii ibm367 iso646_us iso_646.irv_1991 iso_ir_6 us us_ascii',
    (data) => only(/^[\0-\x7f]*$/, latin1(data)),
  ],
  [
    'latin_1 8859 cp819 csisolatin1 ibm819 iso8859 iso8859_1 iso_8859_1 iso_8859_1_1987 iso_ir_100 l1 latin latin1',
    latin1,
  ],
  [
    'cp1252 1252 windows_1252',
    (data) =>
      only(
        /^[^\x80-\x9f]*$/,
        latin1(data).replace(/[\x80-\x9f]/g, (each) => WESTERN_CONTROLS.charAt(each.charCodeAt(0) - 0x80)),
      ),
  ],
  [
    'iso8859_9 csisolatin5 iso_8859_9 iso_8859_9_1989 iso_ir_148 l5 latin5',
    (data) => bySingleBytes('iso8859_9', 'windows-1254', data, 0xa0),
  ],
];

/** The codec of the name in a coding line; `undefined` if Node has none that reads as Python does. */
export function codecOf(name: string): Codec | undefined {
  const wanted = normalized(name);
  for (const [names, decode] of OWN) {
    const all = names.split(' ');
    if (all.includes(wanted)) return { name: all[0] as string, decode };
  }
  const single = labelOf(SINGLE_BYTE, wanted);
  if (single !== undefined)
    return { name: single.name, decode: (data) => bySingleBytes(single.name, single.label, data) };
  const multi = labelOf(MULTI_BYTE, wanted);
  return multi && { name: multi.name, decode: (data) => byMultipleBytes(multi.name, multi.label, data) };
}

/** As CPython's tokenizer and `encodings.normalize_encoding` have it: `utf-8-unix` is UTF-8. */
function normalized(name: string): string {
  const plain = name.toLowerCase().replaceAll('_', '-');
  if (/^utf-8(?:-|$)/.test(plain)) return 'utf_8';
  if (/^(?:latin-1|iso-8859-1|iso-latin-1)(?:-|$)/.test(plain)) return 'latin_1';
  return plain.replace(/[^\w.]+/g, '_');
}

function labelOf(
  table: string,
  wanted: string,
): { readonly name: string; readonly label: string } | undefined {
  for (const line of table.split('\n')) {
    const [names = '', label] = line.split(' = ');
    const all = names.split(' ');
    if (label !== undefined && all.includes(wanted)) return { name: all[0] as string, label };
  }
  return undefined;
}

function decodeUtf8(data: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(data);
}

function latin1(data: Uint8Array): string {
  return Buffer.from(data).toString('latin1');
}

function only(pattern: RegExp, text: string): string {
  if (!pattern.test(text)) throw new RangeError('there are bytes that mean nothing');
  return text;
}

/** `first`: the first byte that is not what it is in Latin-1. */
function bySingleBytes(name: string, label: string, data: Uint8Array, first: number = 0x80): string {
  const decoder = new TextDecoder(label, { fatal: true });
  const known = new Map<number, string>();
  const read = (byte: number): string => {
    const character = decoder.decode(Uint8Array.of(byte));
    // Python leaves those bytes of Windows' own codecs undefined.
    if (name.startsWith('cp') && CONTROL.test(character)) throw new RangeError('a byte means nothing');
    known.set(byte, character);
    return character;
  };
  let text = '';
  for (const byte of data) text += byte < first ? String.fromCharCode(byte) : (known.get(byte) ?? read(byte));
  return text;
}

function byMultipleBytes(name: string, label: string, data: Uint8Array): string {
  if (name === 'euc_jp' && data.includes(THIRD_TABLE)) throw new RangeError('a table was not compared');
  const text = new TextDecoder(label, { fatal: true }).decode(data);
  if (MIXED_UP.some((byte) => data.includes(byte)) || CONTROL.test(text) || DOUBTFUL[name]?.test(text))
    throw new RangeError('a character is in doubt');
  const otherwise = READ_OTHERWISE[name];
  if (otherwise === undefined) return text;
  return text.replace(/[^\0-\xff]|·/g, (character) => otherwise[character] ?? character);
}
