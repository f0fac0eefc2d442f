import type { Item } from './tree.ts';

/** Makes the function that shows the way to the folder that is shown; each step back is a button. */
export function makeCrumbs(
  list: HTMLElement,
  goTo: (depth: number) => void,
): (trail: readonly Item[]) => void {
  return (trail) => {
    list.replaceChildren(
      ...trail.map(({ name }, index) => {
        const step = document.createElement('li');
        const isLast = index === trail.length - 1;
        const label = document.createElement(isLast ? 'span' : 'button');
        label.textContent = name;
        if (isLast) label.setAttribute('aria-current', 'true');
        else label.addEventListener('click', () => goTo(index + 1));
        step.append(label);
        return step;
      }),
    );
  };
}
