import type { Options } from './read-options.ts';

/** A storage that never replaces a file gives each new version a name that no page asks for. */
export function refuseNewNames(options: Options, name: string): void {
  // What PUBLISH puts there goes through no storage of Django's.
  if (!options.isStorage || options.isOn(name)) return;
  options.refuse(name, {
    code: 'overwrite-needed',
    message: `${options.said(name).label} is False: each change of a static file would get a new name (site_Ab3dE.css) that no page asks for`,
    hint: `Set it for the storage of uploads alone: STORAGES["default"]["OPTIONS"]["${name}"].`,
  });
}

/** URLs that end soon stand in pages, and in style sheets, that are kept for long. */
export function warnOfSignedUrls(options: Options, name: string): void {
  if (!options.isStorage) return;
  const { label, isDefault } = options.said(name);
  options.warn(name, {
    code: 'urls-signed',
    message: `${label} ${isDefault ? 'is on unless it is set' : 'is on'}: every page gets URLs of static files that are signed and end soon`,
    hint:
      name === 'querystring_auth' && options.service === 's3'
        ? 'Take S3StaticStorage or S3ManifestStaticStorage, or set querystring_auth to False.'
        : `Set ${name} to ${name === 'querystring_auth' ? 'False' : 'None'}.`,
  });
}

/** A scheme is put before the domain in any case. */
export function refuseDomainWithScheme(options: Options): void {
  const domain = options.text('custom_domain');
  if (domain === null || !/^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(domain)) return;
  const meant = domain.replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\//i, '').replace(/\/+$/, '');
  options.refuse('custom_domain', {
    code: 'domain-with-scheme',
    message: `${options.said('custom_domain').label} takes a host without a scheme, not '${domain}': URLs would begin with 'https://${domain}'`,
    hint: `Write '${meant}'.`,
  });
}

/** Says what is missing, unless a name that no option has was meant to say it: that was noted. */
export function refuseMissing(options: Options, name: string, noun: string, hint: string): void {
  if (options.hasStrangeNames) return;
  const owner = options.isStorage ? options.className : options.optionsName;
  options.refuse(name, {
    code: noun === 'account' ? 'account-missing' : 'bucket-missing',
    message: `${owner} has no ${noun}: ${options.said(name).label} is not set`,
    hint,
  });
}
