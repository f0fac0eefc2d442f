import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { serialiseManifest } from '../../src/manifest.ts';
import { processed } from './site.ts';

// What Django made of the same files: record.py, run with each version, wrote it down.

interface Case {
  readonly name: string;
  readonly modules?: boolean;
  readonly files: Readonly<Record<string, string>>;
}

interface Recorded {
  readonly fails?: string;
  readonly manifest?: string;
  readonly rewritten?: Readonly<Record<string, string>>;
}

const cases = load<readonly Case[]>('cases.json');

describe.each(['4.2', '5.1', '5.2', '6.0', '6.1'])('as Django %s', (djangoVersion) => {
  const recorded = load<Readonly<Record<string, Recorded>>>(`recorded.${djangoVersion}.json`);

  test.each(cases.filter(({ name }) => recorded[name]?.fails === undefined))('$name', async (one) => {
    const expected = recorded[one.name];
    const { names, contents, prepared } = await processed(one.files, {
      djangoVersion,
      modules: one.modules ?? false,
    });
    expect(prepared.problems).toEqual([]);
    expect(rewrittenOf(one, contents)).toEqual(expected?.rewritten);
    expect(serialiseManifest(names, djangoVersion).toString()).toBe(expected?.manifest);
  });
});

function rewrittenOf({ files }: Case, contents: ReadonlyMap<string, string>): Record<string, string> {
  const texts = [...contents].map(([path, text]) => [path, Buffer.from(text, 'latin1').toString('utf8')]);
  return Object.fromEntries(texts.filter(([path, text]) => text !== files[path as string]));
}

function load<Value>(name: string): Value {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as Value;
}
