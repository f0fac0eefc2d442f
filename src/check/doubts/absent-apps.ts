import { join } from 'node:path';
import type { App } from '../../finders/index.ts';
import { textOf } from '../reading.ts';

/** Folders of `admin/` that are no app's. */
const OF_ADMIN: ReadonlySet<string> = new Set(['includes', 'widgets', 'edit_inline', 'filters', 'templates']);
const FOR_APP = /^admin\/([a-z_]\w*)\//;
const IF_INSTALLED = /^\{%\s*ifinstalled\s+["']([\w.]+)["']/;

/** What a project does not have, and a template or a part of one is for. */
export interface AbsentApps {
  /** The app of which the admin would ask for a template of this name; `null` if it is there, or none is meant. */
  readonly ofTemplate: (name: string) => string | null;
  /** The app without which a condition (a whole tag) is false. */
  readonly ofCondition: (tag: string | null) => string | null;
}

/** Knows which templates are only for an app that is not in INSTALLED_APPS: no page comes from them. */
export function knowAbsentApps(apps: readonly App[]): AbsentApps {
  const names = new Set(apps.map(({ name }) => name));
  const labels = new Set(apps.map(({ name }) => name.slice(name.lastIndexOf('.') + 1)));
  let configs: string | undefined;
  const isLabel = (label: string): boolean => {
    configs ??= apps
      .map(({ folder }) => (folder === null ? '' : (textOf(join(folder, 'apps.py')) ?? '')))
      .join('\n');
    return labels.has(label) || new RegExp(`label\\s*=\\s*["']${label}["']`).test(configs);
  };
  return {
    ofTemplate(name) {
      const label = FOR_APP.exec(name)?.[1];
      return label === undefined || OF_ADMIN.has(label) || isLabel(label) ? null : label;
    },
    ofCondition(tag) {
      const app = IF_INSTALLED.exec(tag ?? '')?.[1];
      return app === undefined || names.has(app) ? null : app;
    },
  };
}
