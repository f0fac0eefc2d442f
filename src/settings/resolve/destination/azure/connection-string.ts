/** What Azure's connection string says, as far as it opens nothing. */
export interface ConnectionString {
  readonly accountName: string | null;
  /** The URL of the blob service, without a slash at its end. */
  readonly endpoint: string;
}

/** Reads `Name=value;...` as Azure's Python client does; `undefined` for what that refuses. */
export function readConnectionString(text: string): ConnectionString | undefined {
  const parts = text.replace(/;+$/, '').split(';');
  const pairs = new Map<string, string>();
  for (const part of parts) {
    const at = part.indexOf('=');
    if (at <= 0) return undefined;
    pairs.set(part.slice(0, at).toUpperCase(), part.slice(at + 1));
  }
  const accountName = pairs.get('ACCOUNTNAME') ?? null;
  const scheme = pairs.get('DEFAULTENDPOINTSPROTOCOL') ?? 'https';
  const suffix = pairs.get('ENDPOINTSUFFIX') ?? 'core.windows.net';
  const own = accountName === null ? undefined : `${scheme}://${accountName}.blob.${suffix}`;
  const endpoint = pairs.get('BLOBENDPOINT') ?? own;
  const isOpen = pairs.has('SHAREDACCESSSIGNATURE') || (accountName !== null && pairs.has('ACCOUNTKEY'));
  if (endpoint === undefined || !isOpen) return undefined;
  return { accountName, endpoint: endpoint.replace(/\?.*$/, '').replace(/\/+$/, '') };
}
