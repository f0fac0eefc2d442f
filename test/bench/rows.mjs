import { mkdirSync } from 'node:fs';
import { alternate, run } from './measure.mjs';

/**
 * A case measures and returns rows. A ratio compares two times; `atMost` or `atLeast` is what it should be.
 *
 * @typedef {object} Row
 * @property {string} what
 * @property {number} value
 * @property {'x' | 'MB' | 'ms' | 'requests'} unit
 * @property {number} [atMost]
 * @property {number} [atLeast]
 * @property {string} [detail] wall times
 * @property {string} [processor] processor times
 */

/** `ours / other`, where less is better. */
export function againstOther(what, times, other, atMost, ours = 'ours') {
  const value = times.wall[ours] / times.wall[other];
  return { what: `${what}, against ${other}`, value, unit: 'x', atMost, ...detailsOf(times, other, ours) };
}

/** `Django / ours`: so many times faster. */
export function fasterThan(what, times, other, atLeast) {
  const value = times.wall[other] / times.wall.ours;
  return { what: `${what}, faster than ${other}`, value, unit: 'x', atLeast, ...detailsOf(times, other) };
}

/** The wall and processor times of two contenders, in words. */
export function detailsOf(times, other, ours = 'ours') {
  const both = (each) => `${Math.round(each[ours])} ms and ${Math.round(each[other])} ms`;
  return { detail: both(times.wall), ...(times.processor && { processor: both(times.processor) }) };
}

/** Runs every contender into destinations of their own, fresh for each round. */
export function cold(bench, project, storage, names) {
  const chosen = Object.fromEntries(
    names
      .filter((name) => name in bench.contenders)
      .map((name) => [
        name,
        (round) => {
          const destination = bench.path(`${name.replaceAll(/\W/g, '')}-${round}`);
          // Ours and Django make it themselves; cp and rsync want it there.
          if (name !== 'ours' && name !== 'Django') mkdirSync(destination);
          return bench.contenders[name](project, destination, storage);
        },
      ]),
  );
  return alternate(chosen, bench.rounds, { sources: project.roots });
}

/** Runs every contender into a destination that it has filled before. */
export async function again(bench, project, storage, names, before) {
  const chosen = names.filter((name) => name in bench.contenders);
  const commands = Object.fromEntries(
    chosen.map((name) => [name, bench.contenders[name](project, bench.path(`again${name}`), storage)]),
  );
  for (const name of chosen) await run(commands[name]);
  return alternate(Object.fromEntries(chosen.map((name) => [name, () => commands[name]])), bench.rounds, {
    sources: project.roots,
    before,
  });
}

export async function memory(bench, what, project, storage, atMost) {
  const command = bench.contenders.ours(project, bench.path('memory'), storage);
  const { peakMb } = await run(command, { watchMemory: true });
  return { what: `${what}, memory`, value: peakMb, unit: 'MB', atMost };
}
