const STRING_OR_COMMENT = /'''[\s\S]*?'''|"""[\s\S]*?"""|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|#[^\n]*/g;

const NAMED =
  /\benviron\s*(?:\.\s*setdefault\s*\(\s*(['"])DJANGO_SETTINGS_MODULE\1\s*,|\[\s*(['"])DJANGO_SETTINGS_MODULE\2\s*\]\s*=(?!=))\s*(['"])([\w.]+)\3/g;

/** The settings modules that a `manage.py` puts into DJANGO_SETTINGS_MODULE, without repetition, in the order of the text. */
export function modulesOfManagePy(source: string): readonly string[] {
  const code = source.replace(STRING_OR_COMMENT, (token) => (/^(#|'''|""")/.test(token) ? ' ' : token));
  return [...new Set([...code.matchAll(NAMED)].map((match) => match[4] as string))];
}
