/** Where settings are read from: a file (absolute), or a Python module. */
export type SettingsSource =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'module'; readonly module: string };

export interface Discovery {
  readonly source: SettingsSource;
  /** How it was come by: `--settings mysite.settings`, `manage.py (mysite.settings)`. */
  readonly label: string;
  readonly passedOver: readonly { readonly source: string; readonly reason: string }[];
}
