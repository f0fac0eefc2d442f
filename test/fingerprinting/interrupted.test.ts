import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeSite } from './site.ts';

test.each(['plain', 'manifest'])(
  '%s: a run that is stopped once all is staged places nothing',
  async (kind) => {
    const site = makeSite({ STORAGE: kind }, { 'a.css': 'old', 'b.css': 'b' });
    await site.collect();
    const before = site.served();
    site.write('assets/a.css', 'newer', 1);
    const stop = new AbortController();
    let staged = false;
    const run = site.collect({
      signal: stop.signal,
      onProgress: (done, total) => {
        // The last file has been copied: from here on the run only notes and places.
        if (done < total || staged) return;
        staged = readdirSync(join(site.folder, '.collectstatic/out')).length > 1;
        if (staged) stop.abort();
      },
    });
    await expect(run).rejects.toThrow();
    expect(staged).toBe(true);
    expect(site.served()).toEqual(before);
    expect(readdirSync(join(site.folder, '.collectstatic/out'))).toEqual(['ledger.json']);
    await site.collect();
    expect(site.served()['a.css']).toBe('newer');
  },
);
