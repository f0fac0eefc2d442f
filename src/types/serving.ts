import type { Position } from './problem.ts';

/** How files are served, by WhiteNoise's settings: what serves them in its place, a server or a preview, does the same. */
export interface ServingSpec {
  /** Seconds for files whose content may change; `null` for no Cache-Control. */
  readonly maxAge: number | null;
  readonly charset: string;
  /** By extension (`.foo`) or by the whole name in lower case. */
  readonly mimetypes: Readonly<Record<string, string>>;
  readonly allowAllOrigins: boolean;
  /** The file that answers for its folder; `null` for none. */
  readonly indexFile: string | null;
  /** The folder that is served at `/`, absolute; `null` for none. */
  readonly root: string | null;
  /** A regular expression that nginx, Apache, Caddy and JavaScript read as Python does; `null` for none. */
  readonly immutablePattern: string | null;
  /** WSGI_APPLICATION: a module and the name of the application in it, dotted; `null` if it is not set. */
  readonly wsgiApplication: string | null;
  /** Settings that are code, or that could not be read: what they would do is not done. */
  readonly notFollowed: readonly { readonly name: string; readonly reason: string; readonly at?: Position }[];
}
