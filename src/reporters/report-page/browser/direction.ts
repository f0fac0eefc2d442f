const KEYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The cell next to `cell` in the direction of an arrow key; the first or last for Home and End; `null` for none. */
export function nextIn(map: HTMLElement, cell: HTMLElement, key: string): HTMLElement | null {
  const cells = [...map.querySelectorAll<HTMLElement>('[data-cell]')];
  if (key === 'Home') return cells[0] ?? null;
  if (key === 'End') return cells.at(-1) ?? null;
  const way = KEYS[key];
  if (way === undefined) return null;
  const [x, y] = middleOf(cell);
  let best: HTMLElement | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const other of cells) {
    const [toX, toY] = middleOf(other);
    const along = (toX - x) * way[0] + (toY - y) * way[1];
    const aside = Math.abs((toX - x) * way[1]) + Math.abs((toY - y) * way[0]);
    // What lies straight ahead goes before what is near but aside.
    const distance = along + 2 * aside;
    if (other === cell || along <= 0 || distance >= least) continue;
    best = other;
    least = distance;
  }
  return best;
}

function middleOf({ style }: HTMLElement): readonly [number, number] {
  const number = (text: string): number => Number.parseFloat(text);
  return [number(style.left) + number(style.width) / 2, number(style.top) + number(style.height) / 2];
}
