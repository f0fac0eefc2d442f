import type { Palette } from './palette.ts';
import { visible } from './visible.ts';

/** What a server says of itself when it is ready. */
export interface Banner {
  readonly url: string;
  /** What it is for. */
  readonly purpose: string;
  /** URL paths, and what answers there. */
  readonly routes: readonly (readonly [path: string, source: string])[];
  readonly remarks: readonly string[];
}

/**
 *     http://127.0.0.1:8080/  for development, never for production
 *       /static/  1204 files of 14 folders
 *       /         the application on 127.0.0.1:8000
 *     88 folders are watched. Ctrl-C ends it.
 */
export function bannerText({ url, purpose, routes, remarks }: Banner, palette: Palette): string {
  const width = Math.max(...routes.map(([path]) => visible(path).length));
  const lines = [
    `${palette.strong(visible(url))}  ${purpose}`,
    ...routes.map(([path, source]) => `  ${visible(path).padEnd(width)}  ${visible(source)}`),
    ...remarks,
  ];
  return `${lines.join('\n')}\n`;
}

/** A line for a request: `GET /static/css/site.css 200 0.4 ms`. */
export function answeredText(
  {
    method,
    path,
    status,
    took,
    complete,
  }: {
    readonly method: string;
    readonly path: string;
    readonly status: number;
    /** Milliseconds. */
    readonly took: number;
    readonly complete: boolean;
  },
  palette: Palette,
): string {
  const end = complete ? '' : ' (cut off)';
  const line = `${method} ${visible(path)} ${status} ${took.toFixed(1)} ms${end}\n`;
  return status >= 400 ? palette.warning(line) : palette.faint(line);
}
