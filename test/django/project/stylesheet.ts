import type { Random } from './random.ts';
import { LEFT_ALONE, spellPath, spellTail } from './spelling.ts';

/** What a text of the site may refer to, by destination path. */
export interface Targets {
  /** Images and fonts. */
  readonly leaves: readonly string[];
  /** Files of the same kind that refer to this one neither directly nor by way of others. */
  readonly lower: readonly string[];
  /** Its source map, if there is one. */
  readonly map: string | null;
}

/** A style sheet that refers to what is there, in all the ways Django follows. */
export function writeStyleSheet(random: Random, path: string, targets: Targets): string {
  const lines: string[] = [];
  for (const lower of random.some(targets.lower, random.int(3)))
    lines.push(importRule(random, spellPath(random, path, lower)));
  const rules = random.int(6);
  for (let index = 0; index < rules; index++) lines.push(rule(random, path, targets.leaves));
  if (targets.map !== null) lines.push(`/*# sourceMappingURL=${spellPath(random, path, targets.map)} */`);
  const end = random.pick(['\n', '\r\n', '\n\n']);
  return (random.chance(0.1) ? '\ufeff' : '') + lines.join(end) + (random.chance(0.7) ? '\n' : '');
}

function importRule(random: Random, url: string): string {
  const media = random.pick(['', '', ' screen', ' print and (orientation: landscape)']);
  const quoted = random.pick([`"${url}"`, `'${url}'`]);
  return random.pick([
    `@import ${quoted}${media};`,
    `@IMPORT ${quoted};`,
    `@import url(${quoted})${media};`,
    `@import url(${url});`,
  ]);
}

function rule(random: Random, path: string, leaves: readonly string[]): string {
  const one = (): string => url(random, spellPath(random, path, random.pick(leaves)) + spellTail(random));
  switch (random.int(6)) {
    case 0:
      return `.left { background: ${url(random, random.pick(LEFT_ALONE))}; }`;
    case 1:
      return `@font-face {\n  font-family: "f";\n  src: ${one()} format("woff2"),\n    ${one()} format("eot");\n}`;
    case 2:
      return `.two{background:${one()} no-repeat,${one()}}.min{color:red}`;
    case 3:
      return `.set { background-image: image-set(${one()} 1x, ${one()} 2x); }`;
    case 4:
      return `:root { --icon: ${one()}; content: "plain text"; }`;
    default:
      return `.one { background: ${one()}; }`;
  }
}

function url(random: Random, reference: string): string {
  return random.pick([
    `url(${reference})`,
    `url(${reference})`,
    `url("${reference}")`,
    `url('${reference}')`,
    `URL("${reference}")`,
    `url( ${reference})`,
    `url(" ${reference}")`,
  ]);
}
