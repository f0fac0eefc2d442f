import type { PageData } from '../page-data.ts';
import { makeCrumbs } from './crumbs.ts';
import { nextIn } from './direction.ts';
import { sizeText } from './kinds.ts';
import { makeSearch } from './search.ts';
import { type Item, type Measure, makeSite } from './tree.ts';
import { drawMap } from './treemap.ts';

/** The element of an id that the page is known to have. */
function element<Kind extends HTMLElement>(id: string): Kind {
  return document.getElementById(id) as Kind;
}

const data = JSON.parse(element('data').textContent ?? '') as PageData;
const site = makeSite(data);
const map = element('map');
const details = element('details');

let measure: Measure = 'raw';
/** From all files to the folder that is shown. */
let trail: readonly Item[] = [site.root];
let found: ReadonlySet<number> | null = null;

const crumbs = makeCrumbs(element('crumbs'), (depth) => show(trail.slice(0, depth)));

function draw(): void {
  drawMap(map, site, trail.at(-1) as Item, measure, found);
}

function show(next: readonly Item[]): void {
  trail = next;
  crumbs(trail);
  draw();
  const first = map.querySelector<HTMLElement>('[data-cell]');
  first?.focus();
}

/** Items by the cells that stand for them; drawn cells carry the way to their item from the one shown. */
function itemOf(cell: HTMLElement): readonly Item[] {
  const way: Item[] = [];
  let item = trail.at(-1) as Item;
  for (const index of (cell.dataset.cell ?? '').split('.').filter((each) => each !== '')) {
    item = item.children?.[Number(index)] as Item;
    way.push(item);
  }
  return way;
}

function describe(cell: HTMLElement): void {
  const item = itemOf(cell).at(-1);
  if (item === undefined) return;
  const owner = data.owners[item.owner] ?? '';
  if (item.file === -1) {
    details.textContent = `${item.path || owner}: ${cell.dataset.size}`;
    return;
  }
  const [gzip, brotli] = [data.gzip[item.file] ?? -1, data.brotli[item.file] ?? -1];
  const parts = [
    sizeText(data.raw[item.file] ?? 0),
    gzip === -1 ? '' : `${sizeText(gzip)} gzip`,
    brotli === -1 ? '' : `${sizeText(brotli)} Brotli`,
  ].filter((part) => part !== '');
  details.textContent = `${item.path}: ${parts.join(', ')}; ${owner}`;
}

function enter(cell: HTMLElement): void {
  const way = itemOf(cell);
  const folders = way.filter(({ children }) => children !== undefined);
  // Of a file, the folder around it; if that is shown already, there is nowhere to go.
  if (folders.length > 0) show([...trail, ...folders]);
}

function cellIn(event: Event): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>('[data-cell]') : null;
}

map.addEventListener('click', (event) => {
  const cell = cellIn(event);
  if (cell !== null) enter(cell);
});
map.addEventListener('mouseover', (event) => {
  const cell = cellIn(event);
  if (cell !== null) describe(cell);
});
map.addEventListener('focusin', (event) => {
  const cell = cellIn(event);
  if (cell === null) return;
  for (const other of map.querySelectorAll<HTMLElement>('[tabindex="0"]')) other.tabIndex = -1;
  cell.tabIndex = 0;
  describe(cell);
});
map.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' || event.key === 'Backspace') {
    if (trail.length > 1) show(trail.slice(0, -1));
    event.preventDefault();
    return;
  }
  const cell = cellIn(event);
  const next = cell === null ? null : nextIn(map, cell, event.key);
  if (next === null) return;
  event.preventDefault();
  next.focus();
});

for (const input of document.querySelectorAll<HTMLInputElement>('input[name="measure"]'))
  input.addEventListener('change', () => {
    measure = input.value as Measure;
    draw();
  });

makeSearch(site, element<HTMLInputElement>('search'), element('results'), (files) => {
  found = files;
  draw();
});

crumbs(trail);
// It also tells the size that the map has at first.
new ResizeObserver(draw).observe(map);
