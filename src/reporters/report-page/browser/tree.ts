import { type HierarchyRectangularNode, hierarchy, treemap } from 'd3-hierarchy';
import { type PageData, unpackPaths } from '../page-data.ts';

export type Measure = 'raw' | 'gzip' | 'brotli';

/** A file, or a folder with what is in it. */
export interface Item {
  /** The last part of the path; of a folder in a folder alone, both. */
  name: string;
  /** Below STATIC_ROOT; of a location, its name. */
  readonly path: string;
  readonly owner: number;
  /** -1 for folders. */
  readonly file: number;
  readonly children?: Item[];
}

export type Box = HierarchyRectangularNode<Item>;

export interface Site {
  readonly data: PageData;
  readonly paths: readonly string[];
  readonly root: Item;
  readonly sizeOf: (file: number, measure: Measure) => number;
}

/** Makes the tree of a site: locations, their folders, their files. */
export function makeSite(data: PageData): Site {
  const paths = unpackPaths(data.paths);
  const owners: Item[] = data.owners.map((name, owner) => ({
    name,
    path: name,
    owner,
    file: -1,
    children: [],
  }));
  const folders = new Map<string, Item>();
  const folderOf = (owner: number, path: string): Item => {
    if (path === '') return owners[owner] as Item;
    const key = `${owner}/${path}`;
    const known = folders.get(key);
    if (known !== undefined) return known;
    const end = path.lastIndexOf('/');
    const folder: Item = { name: path.slice(end + 1), path, owner, file: -1, children: [] };
    folders.set(key, folder);
    folderOf(owner, end === -1 ? '' : path.slice(0, end)).children?.push(folder);
    return folder;
  };
  paths.forEach((path, file) => {
    const owner = data.owner[file] as number;
    const end = path.lastIndexOf('/');
    const folder = folderOf(owner, end === -1 ? '' : path.slice(0, end));
    folder.children?.push({ name: path.slice(end + 1), path, owner, file });
  });
  const root: Item = {
    name: 'All files',
    path: '',
    owner: -1,
    file: -1,
    children: owners.map(withShortened),
  };
  return {
    data,
    paths,
    root,
    sizeOf(file, measure) {
      const size = data[measure][file] ?? -1;
      return size === -1 ? (data.raw[file] ?? 0) : size;
    },
  };
}

function withShortened(item: Item): Item {
  return { ...item, children: (item.children ?? []).map(shortened) };
}

/** Puts a folder that stands alone in another in its place, under both names. */
function shortened(item: Item): Item {
  if (item.children === undefined) return item;
  const children = item.children.map(shortened);
  const [only] = children;
  if (children.length === 1 && only?.children !== undefined)
    return { ...only, name: `${item.name}/${only.name}` };
  return { ...item, children };
}

const HEADER = 19;

/** Lays out an item in a rectangle of pixels, the largest first. */
export function layOut(site: Site, item: Item, measure: Measure, width: number, height: number): Box {
  const weighed = hierarchy(item, (each) => each.children)
    .sum(({ file }) => (file === -1 ? 0 : site.sizeOf(file, measure)))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  return treemap<Item>()
    .size([width, height])
    .paddingTop((box) => (box.depth > 0 && isRoomy(box) ? HEADER : 0))
    .paddingRight((box) => (box.depth > 0 && isRoomy(box) ? 2 : 0))
    .paddingLeft((box) => (box.depth > 0 && isRoomy(box) ? 2 : 0))
    .paddingBottom((box) => (box.depth > 0 && isRoomy(box) ? 2 : 0))(weighed);
}

/** True if a folder has room for its name and for what is in it. */
export function isRoomy({ x0, x1, y0, y1 }: Pick<Box, 'x0' | 'x1' | 'y0' | 'y1'>): boolean {
  return x1 - x0 >= 48 && y1 - y0 >= 40;
}

/** True for a box that is drawn as a whole: a file, or a folder too small to look into. */
export function isWhole(box: Box): boolean {
  return box.children === undefined || (box.depth > 0 && !isRoomy(box));
}
