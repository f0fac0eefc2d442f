import { tokenOf, type Word } from './cdn.ts';

const SCOPE = 'https://management.azure.com/.default';

/**
 * A token for the management of Azure: AZURE_ACCESS_TOKEN, or by the client secret that Azure's own tools take from the
 * environment (AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET).
 */
export async function azureToken(env: Word['env'], ask: Word['ask']): Promise<string> {
  const given = tokenOf(env, ['AZURE_ACCESS_TOKEN']);
  if (given !== '') return given;
  const [tenant, client, secret] = ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET'].map((name) =>
    tokenOf(env, [name]),
  );
  if (!tenant || !client || !secret)
    throw new Error('set AZURE_ACCESS_TOKEN, or AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET');
  const answer = await ask(
    `https://login.microsoftonline.com/${encodeURIComponent(tenant)}/oauth2/v2.0/token`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: client,
        client_secret: secret,
        scope: SCOPE,
      }).toString(),
    },
  );
  const { access_token: token } = (await answer.json()) as { readonly access_token?: unknown };
  if (typeof token !== 'string') throw new Error('Azure gave no token');
  return token;
}
