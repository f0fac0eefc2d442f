import { readAttributes } from '../../resolve/storage/attributes.ts';
import { MODULE_NAMES, TOOL_DICT } from '../../schema/schema.ts';

/** What `django_answer.py` is asked: names of settings, and of attributes of the storage. */
export const QUESTION: { readonly settings: readonly string[]; readonly attributes: readonly string[] } = {
  settings: [...MODULE_NAMES, TOOL_DICT],
  attributes: [...readAttributes(true)],
};
