/** The work of all commands in one bundle: each further file that Node has to load costs a run some milliseconds. */
export { runCollect } from './collect.ts';
export { runFind } from './find.ts';
export { runList } from './list.ts';
export { runSettings } from './settings.ts';
export { runPrune, runRollback, runWhy } from './upkeep.ts';
