import { ASKED_OPTIONS } from '../../resolve/destination/options.ts';
import { ASKED_ATTRIBUTES } from '../../resolve/storage/attributes.ts';
import { MODULE_NAMES, TOOL_DICT } from '../../schema/schema.ts';

/** What `django_answer.py` is asked: names of settings, of attributes of the storage, and of options of one of django-storages. */
export const QUESTION: {
  readonly settings: readonly string[];
  readonly attributes: readonly string[];
  readonly options: readonly string[];
} = {
  settings: [...MODULE_NAMES, TOOL_DICT],
  attributes: ASKED_ATTRIBUTES,
  options: ASKED_OPTIONS,
};
