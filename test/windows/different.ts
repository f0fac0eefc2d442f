const HIDDEN_LINKS = 'Wine shows a link of Linux as what it leads to';
const NO_LINKS = 'Wine makes no symbolic links, and says that it has';

/** Cases that can't be told on Windows by Wine, or say something else there, and why. */
export const DIFFERENT: Readonly<Record<string, string>> = {
  'letter-case': 'the disk folds letter case there: runs.test.ts',
  'copy-then-link': NO_LINKS,
  link: NO_LINKS,
  'link-then-copy': NO_LINKS,
  'broken-links': HIDDEN_LINKS,
  'broken-link-ignored': HIDDEN_LINKS,
  'link-leaves-root': HIDDEN_LINKS,
};
