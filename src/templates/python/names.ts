import type { Statement } from '../../python/syntax/parse.ts';

/** The functions and classes of Django that take static paths, by what they are called here. */
export type Known = 'static' | 'storage' | 'media' | 'asset' | 'forms';

const HOMES: Readonly<Record<string, Known>> = {
  'django.templatetags.static.static': 'static',
  'django.contrib.staticfiles.templatetags.staticfiles.static': 'static',
  'django.contrib.admin.templatetags.admin_static.static': 'static',
  'django.contrib.staticfiles.storage.staticfiles_storage': 'storage',
  'django.forms.Media': 'media',
  'django.forms.widgets.Media': 'media',
  'django.forms.Script': 'asset',
  'django.forms.MediaAsset': 'asset',
  'django.forms.widgets.Script': 'asset',
  'django.forms.widgets.MediaAsset': 'asset',
  'js_asset.JS': 'asset',
  'js_asset.CSS': 'asset',
  'django.forms': 'forms',
  'django.forms.widgets': 'forms',
};

interface Node {
  readonly nodeType: string;
}

/**
 * Returns what the imports of a file, wherever they stand in it, bind to those names. A name that the file defines itself is
 * left out: nothing is known of it.
 */
export function knownNames(nodes: readonly Node[]): ReadonlyMap<string, Known> {
  const names = new Map<string, Known>();
  const bind = (name: string, dotted: string): void => {
    const known = HOMES[dotted];
    if (known !== undefined) names.set(name, known);
  };
  for (const node of nodes as readonly Statement[]) {
    if (node.nodeType === 'ImportFrom' && (node.level ?? 0) === 0) {
      for (const { name, asname } of node.names) bind(asname ?? name, `${node.module ?? ''}.${name}`);
    } else if (node.nodeType === 'Import') {
      for (const { name, asname } of node.names) if (asname) bind(asname, name);
    }
  }
  for (const node of nodes as readonly Statement[])
    if (node.nodeType === 'FunctionDef' || (node.nodeType === 'ClassDef' && node.name !== 'Media'))
      names.delete(node.name);
  return names;
}
