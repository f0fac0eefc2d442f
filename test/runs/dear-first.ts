import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** Small files that kill a process at every one of its steps. */
const DEAR = /\/test\/runs\/(?:sequence\/|planted-link)/;

/** Vitest starts with the largest files. A small one that takes a minute would come last, and be alone at it. */
export class DearFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [true, false].flatMap((isDear) => sorted.filter(({ moduleId }) => DEAR.test(moduleId) === isDear));
  }
}
