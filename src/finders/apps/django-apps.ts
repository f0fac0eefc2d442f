/** Django's own apps but for admin and gis: no version of them has had a static folder. */
const WITHOUT_STATIC: readonly string[] = [
  ...['admindocs', 'auth', 'contenttypes', 'flatpages', 'humanize', 'messages', 'postgres', 'redirects'],
  ...['sessions', 'sitemaps', 'sites', 'staticfiles', 'syndication'],
].map((name) => `django.contrib.${name}`);

/**
 * The app of Django that an entry of INSTALLED_APPS means (itself, or one of its AppConfigs) if that app has no static
 * files, else `null`. Where Django is not installed, as in a build step without Python, nothing is missed without it.
 */
export function appWithoutStatic(entry: string): string | null {
  return WITHOUT_STATIC.find((name) => entry === name || entry.startsWith(`${name}.apps.`)) ?? null;
}
