/** What a driver needs beside the spec of its bucket. */
export interface BucketAccess {
  /** Variables of the environment. What an SDK looks up by itself (roles, SSO) it reads from those of the process. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The project's folder, absolute: optional packages are looked up from there first. */
  readonly project: string;
  /** Where the bucket's settings stand, for messages: `STORAGES["staticfiles"] (mysite/settings.py:12)`. */
  readonly from: string;
}
