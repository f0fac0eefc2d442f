import type { Stats } from 'node:fs';
import { join } from 'node:path';
import { findPath } from '../../finders/index.ts';
import type { Asset, Problem, Settings } from '../../types.ts';
import { type LookUp, statsOf } from '../http/look-up.ts';
import type { Change } from '../live/channel.ts';
import { makeStylesheets } from '../live/stylesheets.ts';
import { makeWatcher, type Touched } from '../live/watch.ts';
import { type Anchors, findAnchors } from './anchors.ts';
import { type Catalogue, changedPaths, noteSources, readCatalogue } from './catalogue.ts';
import {
  isTemplateChanged,
  keepsTemplates,
  listTemplates,
  sameTemplates,
  type Templates,
} from './templates.ts';

/** A project whose files are followed as they change. */
export interface Project {
  catalogue(): Catalogue;
  /** Returns the file for a path; looks again where the watcher may have missed it. */
  find(path: string): Promise<Asset | null>;
  /** Folders that are watched. */
  readonly watched: number;
  /** Warnings: what can't be collected, and what can't be watched. */
  problems(): readonly Problem[];
  close(): void;
}

export interface ProjectEvents {
  readonly lookUp: LookUp;
  /** Told of what pages have to load anew. Paths are below STATIC_URL. */
  readonly onChange: (change: Change) => void;
  readonly onError: (error: unknown) => void;
}

/** A folder that appears is walked, and may hold new ones by then: so often at most. */
const MOST_ROUNDS = 5;

/** Reads the project, and watches its folders of static files and of templates. */
export async function openProject(
  settings: Settings,
  { lookUp, onChange, onError }: ProjectEvents,
): Promise<Project> {
  let catalogue = await readCatalogue(settings);
  let templates = await listTemplates(settings);
  const anchors = await findAnchors(settings);
  const stylesheets = makeStylesheets(settings);
  const watcher = makeWatcher((touched) => inTurn(() => look(touched)));

  // One look at a time: each compares with what the one before has seen.
  let last: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    last = last.then(work).catch(onError);
    return last;
  };
  const watch = (): void => {
    watcher.set([...catalogue.folders, ...templates.folders, ...anchors.keys()]);
    stylesheets.set([...catalogue.assets.values()]).catch(onError);
  };
  const lag = keepsTemplates(settings) ? LAG : 0;
  let late: NodeJS.Timeout | undefined;
  const tell = async (paths: readonly string[], isTemplate: boolean): Promise<void> => {
    if (paths.length > 0) onChange(await changeOf(paths, stylesheets.reaching));
    if (!isTemplate) return;
    // Of several saved together, the last one counts.
    clearTimeout(late);
    late = setTimeout(() => onChange(RELOAD), lag);
  };
  const refresh = async (): Promise<void> => {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const before = { catalogue, templates };
      catalogue = await readCatalogue(settings);
      templates = await listTemplates(settings);
      watch();
      await tell(changedPaths(before.catalogue, catalogue), !sameTemplates(before.templates, templates));
      if (
        isWithin(catalogue.folders, before.catalogue.folders) &&
        isWithin(templates.folders, before.templates.folders)
      )
        return;
    }
  };
  const look = async (touched: Touched): Promise<void> => {
    const seen = examine(touched, catalogue, templates, anchors);
    if (seen.changed.size > 0) {
      const changed = [...seen.changed.values()];
      noteSources(catalogue, changed);
      stylesheets.update(changed).catch(onError);
    }
    await tell([...seen.changed.keys()], seen.isTemplate);
    if (seen.isOther) await refresh();
    else if (seen.isTemplate) templates = await listTemplates(settings);
  };
  watch();
  return {
    catalogue: () => catalogue,
    async find(path) {
      const asset = catalogue.assets.get(path);
      if (asset !== undefined && lookUp(asset.source.file) !== null) return asset;
      // A look-up costs little; a walk is for a path that has come or gone.
      const found = findPath(catalogue.locations, path).some((file) => lookUp(file)?.isFile());
      if (asset === undefined && !found) return null;
      await inTurn(refresh);
      return catalogue.assets.get(path) ?? null;
    },
    get watched() {
      return watcher.count;
    },
    problems: () => [...catalogue.problems, ...watcher.problems()],
    close() {
      clearTimeout(late);
      watcher.close();
    },
  };
}

/** Milliseconds after which an application has noticed that a template changed: those that look do so once a second. */
const LAG = 1_500;

const RELOAD: Change = { reload: true, styles: [], others: [] };

/** What a page has to do: style sheets can be swapped, and what they reach with them; anything else needs a reload. */
async function changeOf(
  paths: readonly string[],
  reaching: (path: string) => Promise<readonly string[]>,
): Promise<Change> {
  const styles = new Set<string>();
  const others = new Set<string>();
  for (const path of paths) {
    const sheets = await reaching(path);
    if (path.endsWith('.css')) styles.add(path);
    else if (sheets.length > 0) others.add(path);
    else if (!path.endsWith('.map')) return RELOAD;
    for (const sheet of sheets) styles.add(sheet);
  }
  return { reload: false, styles: [...styles], others: [...others] };
}

interface Seen {
  /** Files of the catalogue that were written to, with their new size and time. */
  readonly changed: ReadonlyMap<string, Asset>;
  readonly isTemplate: boolean;
  /** True if something has come or gone, so that all has to be read again. */
  readonly isOther: boolean;
}

function examine(touched: Touched, catalogue: Catalogue, templates: Templates, anchors: Anchors): Seen {
  const changed = new Map<string, Asset>();
  let isTemplate = false;
  let isOther = false;
  for (const [folder, names] of touched) {
    if (names === null) isOther = true;
    for (const name of names ?? []) {
      const path = join(folder, name);
      const stats = statsOf(path);
      const assets = catalogue.byFile.get(path) ?? [];
      for (const asset of assets) {
        if (!stats?.isFile()) isOther = true;
        else if (!isAsBefore(asset, stats)) changed.set(asset.path, withStats(asset, stats));
      }
      if (templates.folders.has(folder) && !name.startsWith('.'))
        isTemplate ||= !stats?.isDirectory() && isTemplateChanged(templates, path);
      if (assets.length > 0) continue;
      const isFolder = stats?.isDirectory() ?? false;
      const wasFolder = catalogue.folders.has(path) || templates.folders.has(path);
      // Passing files of an editor are gone by now, and nobody knew them.
      if (catalogue.folders.has(folder)) isOther ||= stats !== null || wasFolder;
      if (templates.folders.has(folder)) isOther ||= isFolder || wasFolder;
      isOther ||= anchors.get(folder)?.has(name) ?? false;
    }
  }
  return { changed, isTemplate, isOther };
}

function isAsBefore({ source }: Asset, { size, mtimeMs }: Stats): boolean {
  return source.size === size && source.mtimeMs === mtimeMs;
}

function withStats(asset: Asset, { size, mtimeMs }: Stats): Asset {
  return { ...asset, source: { ...asset.source, size, mtimeMs } };
}

function isWithin(folders: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return [...folders].every((folder) => others.has(folder));
}
