import { encoded } from '../text/batches.ts';
import { asBuffer } from '../text/buffer.ts';
import { isCount, isRecord, jsonPieces } from '../text/json.ts';
import { areColumns, areOfferers, filesOf, toColumns } from './columns.ts';
import { columnsOfRows, EARLIER_FORMAT } from './earlier-format.ts';
import type { Ledger, OwnedFiles } from './ledger.ts';

/** Counts up when ledgers are written in another form. */
const FORMAT = 2;

/**
 * JSON on four lines, so that one can be read without the others: what there is, what offered files, the last run, the files.
 * Files stand in the order of `files`. It is made in pieces, as they are asked for.
 */
export function serialiseLedger(ledger: Ledger): Iterable<Uint8Array> {
  return encoded(linesFor(ledger));
}

function* linesFor({ release, digest, lastRun, files }: Ledger): Generator<string, void> {
  const { columns, offerers } = toColumns(files);
  yield `${JSON.stringify({ format: FORMAT, release, digest }).slice(0, -1)},\n`;
  yield `"from":${JSON.stringify(offerers)},\n"memory":`;
  yield* jsonPieces(lastRun);
  yield ',\n"files":';
  yield* jsonPieces(columns);
  yield '}\n';
}

/**
 * `null` for what is no ledger of this format. The list of files is read when it is first asked for; a broken one is empty.
 * Rows that no run can have written are dropped: `onDropped` is told how many, if any.
 */
export function openLedger(bytes: Uint8Array, onDropped: (count: number) => void = () => {}): Ledger | null {
  const lines = linesOf(bytes);
  if (lines === null) return null;
  const [first, from, memory, last] = lines;
  const head = parse(`${textOf(first).slice(0, -1)}}`);
  const told = parse(`{${textOf(memory).slice(0, -1)}}`);
  if (!isRecord(head) || !isRecord(told)) return null;
  const { format, release, digest } = head;
  const isEarlier = format === EARLIER_FORMAT;
  if (!(isEarlier || format === FORMAT) || !isCount(release) || typeof digest !== 'string') return null;
  let files: OwnedFiles | undefined;
  return {
    release,
    digest,
    // What an earlier version knew of sources is found out anew.
    lastRun: isEarlier && isRecord(told.memory) ? {} : (told.memory ?? null),
    get files() {
      files ??= readFiles(`{${textOf(from)}${textOf(last)}`, isEarlier, onDropped) ?? new Map();
      return files;
    },
  };
}

/** The four lines; `null` for more or fewer, or something after the last. */
function linesOf(bytes: Uint8Array): readonly [Buffer, Buffer, Buffer, Buffer] | null {
  const buffer = asBuffer(bytes);
  const lines: Buffer[] = [];
  for (let start = 0; start < buffer.length; ) {
    const end = buffer.indexOf('\n', start);
    if (end === -1 || lines.length === 4) return null;
    lines.push(buffer.subarray(start, end));
    start = end + 1;
  }
  const [first, second, third, fourth] = lines;
  return first && second && third && fourth ? [first, second, third, fourth] : null;
}

function textOf(line: Buffer): string {
  return line.toString('utf8');
}

function readFiles(text: string, isEarlier: boolean, onDropped: (count: number) => void): OwnedFiles | null {
  const stored = parse(text);
  if (!isRecord(stored) || !areOfferers(stored.from)) return null;
  const columns = isEarlier ? columnsOfRows(stored.files) : stored.files;
  return areColumns(columns) ? filesOf(columns, stored.from, onDropped) : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
