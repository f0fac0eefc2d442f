/** distutils.util.strtobool's words. `undefined` for any other. */
export function truthOf(text: string): boolean | undefined {
  const word = text.toLowerCase();
  if (['y', 'yes', 't', 'true', 'on', '1'].includes(word)) return true;
  return ['n', 'no', 'f', 'false', 'off', '0'].includes(word) ? false : undefined;
}
