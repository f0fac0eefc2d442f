import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { type Image, pathIn, runIn } from './image.ts';

export interface Ran {
  readonly line: string;
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What came of a Dockerfile: its last image, where that works, and each RUN. */
export interface Build {
  readonly image: Image;
  readonly workdir: string;
  readonly ran: readonly Ran[];
}

/** Does what a Dockerfile says, instruction by instruction. `imageOf` makes what its FROM names. CMD is not run. */
export function buildDockerfile(text: string, context: string, imageOf: (name: string) => Image): Build {
  const stages = new Map<string, Image>();
  const ran: Ran[] = [];
  let image: Image | undefined;
  let workdir = '/';
  for (const instruction of text.split('\n').filter((line) => line.trim() !== '')) {
    const [, word = '', rest = ''] = /^(\w+) (.*)$/.exec(instruction) ?? [];
    if (word === 'FROM') {
      const [name = '', , stage = String(stages.size)] = rest.split(' ');
      image = imageOf(name);
      stages.set(stage, image);
      workdir = '/';
      continue;
    }
    if (image === undefined) throw new Error(`before any FROM: ${instruction}`);
    if (word === 'WORKDIR') {
      workdir = posix.resolve(workdir, rest);
      mkdirSync(pathIn(image, workdir), { recursive: true });
    } else if (word === 'COPY') copy(rest, context, stages, image, workdir);
    else if (word === 'RUN') {
      const { status, stdout, stderr } = runIn(image, rest, workdir);
      ran.push({ line: rest, code: status, stdout, stderr });
      if (status !== 0) break;
    } else if (word !== 'CMD') throw new Error(`not known: ${instruction}`);
  }
  if (image === undefined) throw new Error('no FROM');
  return { image, workdir, ran };
}

/** COPY [--from=STAGE] SOURCE TARGET: of a folder, what is in it. */
function copy(
  words: string,
  context: string,
  stages: ReadonlyMap<string, Image>,
  image: Image,
  workdir: string,
): void {
  const [, stage, source = '', target = ''] = /^(?:--from=(\S+) )?(\S+) (\S+)$/.exec(words) ?? [];
  const other = stage === undefined ? undefined : stages.get(stage);
  const from = other === undefined ? join(context, source) : pathIn(other, source);
  const to = pathIn(image, posix.resolve(workdir, target));
  mkdirSync(statSync(from).isDirectory() ? to : dirname(to), { recursive: true });
  execFileSync('cp', ['-a', statSync(from).isDirectory() ? `${from}/.` : from, to]);
}
