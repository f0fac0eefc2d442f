import { visible } from '../text/visible.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as HTML shows it: without tags, and with what no reader sees written out. */
export function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"]/g, (character) => ENTITIES[character] as string);
}

/** A value as JSON inside of a script element. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
