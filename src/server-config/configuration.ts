import type { Application, WsgiModule } from './application.ts';

/** What is asked for, beside what the settings say. */
export interface Configuration {
  /** A whole file instead of a part to include. */
  readonly full: boolean;
  readonly app: Application | null;
  readonly wsgi: WsgiModule | null;
  /** Whether nginx has its module for Brotli; the others need none. */
  readonly brotli: boolean;
  /** Of a whole file. */
  readonly listen: { readonly host: string | null; readonly port: number };
}
