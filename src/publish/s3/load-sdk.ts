export type Sdk = typeof import('./sdk.ts');

/** Loads the AWS SDK: half a megabyte of code, which no other run needs. */
export async function loadSdk(): Promise<Sdk> {
  return await import('./sdk.ts');
}
