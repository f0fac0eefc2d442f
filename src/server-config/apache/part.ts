/** A part of the site that lies in one folder. */
export interface Part {
  /** The folder, absolute. */
  readonly root: string;
  /** Expression of the URLs, with the path below the folder as its first group. */
  readonly urls: string;
  /** Where such a path is in the site: `/static/`. */
  readonly base: string;
}
