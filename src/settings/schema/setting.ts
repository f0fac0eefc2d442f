import type { Datum } from '../datum.ts';
import type { Shape } from './shape.ts';

export interface Setting {
  readonly shape: Shape;
  /** One sentence or two, for editors, `collectstatic settings` and the README. */
  readonly description: string;
  /** Whose setting it is. `config`: has a meaning in a config file only. */
  readonly owner: 'django' | 'whitenoise' | 'npm' | 'collectstatic' | 'config';
  /** What holds when nobody says anything. */
  readonly default: Datum;
}

export function setting(
  owner: Setting['owner'],
  shape: Shape,
  fallback: Datum,
  description: string,
): Setting {
  return { owner, shape, default: fallback, description };
}
