/** The work of all commands in one bundle: each further file that Node has to load costs a run some milliseconds. */
export { runCheck } from './check.ts';
export { runCollect } from './collect.ts';
export { runFind } from './find.ts';
export { runInit } from './init.ts';
export { runList } from './list.ts';
export { runPrune } from './prune.ts';
export { runRollback } from './rollback.ts';
export { runSettings } from './settings.ts';
export { runWhy } from './why.ts';
