import type { Expression } from '../tree.ts';
import { refuse } from './refusal.ts';

/** Refuses what can't be bound: `for f() in x`. Parts of a list of targets may be starred, one of them at most. */
export function checkTarget(target: Expression, isPart: boolean = false): void {
  switch (target.nodeType) {
    case 'Name':
      if (target.id === '__debug__') refuse(target, 'cannot assign to __debug__');
      return;
    case 'Attribute':
    case 'Subscript':
      return;
    case 'Tuple':
    case 'List':
      checkParts(target.elts);
      return;
    case 'Starred':
      if (!isPart) refuse(target, 'starred assignment target must be in a list or tuple');
      checkTarget(target.value);
      return;
    default:
      refuse(target, 'cannot assign to expression');
  }
}

function checkParts(parts: readonly Expression[]): void {
  let starred = 0;
  for (const part of parts) {
    checkTarget(part, true);
    if (part.nodeType !== 'Starred') continue;
    starred += 1;
    if (starred > 1) refuse(part, 'multiple starred expressions in assignment');
  }
}

/** Refuses what can't be deleted: `del f()`. */
export function checkDeleted(target: Expression): void {
  if (target.nodeType === 'Starred') refuse(target, 'cannot delete starred');
  if (target.nodeType === 'Tuple' || target.nodeType === 'List')
    for (const part of target.elts) checkDeleted(part);
  else if (target.nodeType !== 'Name' && target.nodeType !== 'Attribute' && target.nodeType !== 'Subscript')
    refuse(target, 'cannot delete expression');
}

/** Refuses `(a, b): int = 1`. */
export function checkAnnotated(target: Expression): void {
  const { nodeType } = target;
  if (nodeType === 'Tuple' || nodeType === 'List')
    refuse(target, `only single target (not ${nodeType.toLowerCase()}) can be annotated`);
  if (nodeType === 'Starred') refuse(target, 'invalid syntax');
  checkTarget(target);
}
