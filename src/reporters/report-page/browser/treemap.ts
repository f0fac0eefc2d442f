import { kindOf, sizeText } from './kinds.ts';
import { type Box, type Item, isWhole, layOut, type Measure, type Site } from './tree.ts';

/** Smaller boxes are left out: nobody can see them, let alone hit them. */
const SMALLEST = 3;
/** A folder that is narrower shows its name alone. */
const NARROW = 110;

/** Draws what is in an item. Cells that hold none of the files `found` are dimmed. */
export function drawMap(
  map: HTMLElement,
  site: Site,
  item: Item,
  measure: Measure,
  found: ReadonlySet<number> | null,
): void {
  const root = layOut(site, item, measure, map.clientWidth, map.clientHeight);
  const cells = document.createDocumentFragment();
  const visit = (box: Box, way: string): void => {
    const [width, height] = [box.x1 - box.x0, box.y1 - box.y0];
    if (width < SMALLEST || height < SMALLEST) return;
    if (box !== root) cells.append(cellOf(box, way, found));
    if (box !== root && isWhole(box)) return;
    for (const child of box.children ?? []) {
      const index = box.data.children?.indexOf(child.data) ?? 0;
      visit(child, way === '' ? String(index) : `${way}.${index}`);
    }
  };
  visit(root, '');
  map.replaceChildren(cells);
  const first = map.querySelector<HTMLElement>('[data-cell]');
  if (first !== null) first.tabIndex = 0;
}

function cellOf(box: Box, way: string, found: ReadonlySet<number> | null): HTMLElement {
  const { data: item, value = 0 } = box;
  const [x0, y0, x1, y1] = [box.x0, box.y0, box.x1, box.y1].map(Math.round) as [
    number,
    number,
    number,
    number,
  ];
  const cell = document.createElement('button');
  cell.type = 'button';
  cell.tabIndex = -1;
  cell.dataset.cell = way;
  cell.dataset.size = sizeText(value);
  const isFolder = item.children !== undefined;
  const kind = isFolder ? 'folder' : kindOf(item.path);
  cell.className = `cell ${kind}${isFolder && isWhole(box) ? ' whole' : ''}${box.depth === 1 ? ' top' : ''}${x1 - x0 < NARROW ? ' narrow' : ''}`;
  if (found !== null && !holds(item, found)) cell.classList.add('dim');
  Object.assign(cell.style, {
    left: `${x0}px`,
    top: `${y0}px`,
    width: `${x1 - x0}px`,
    height: `${y1 - y0}px`,
  });
  cell.setAttribute('aria-label', `${item.path || item.name}, ${sizeText(value)}`);
  if (x1 - x0 >= 40 && y1 - y0 >= 16) {
    const name = document.createElement('span');
    name.textContent = item.name;
    cell.append(name);
    if (isFolder && !isWhole(box) ? x1 - x0 >= NARROW : y1 - y0 >= 34) {
      const size = document.createElement('small');
      size.textContent = sizeText(value);
      cell.append(size);
    }
  }
  return cell;
}

function holds(item: Item, found: ReadonlySet<number>): boolean {
  return item.children === undefined
    ? found.has(item.file)
    : item.children.some((child) => holds(child, found));
}
