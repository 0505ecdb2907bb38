import { LoopTurns } from './loop-turns.ts';

const PIECE = 64 * 1024;

/**
 * The text of `JSON.stringify(value)`, of plain data, in pieces, between which the event loop turns; what lies deeper than
 * `depth` arrays and objects is written at once.
 */
export async function* jsonPieces(value: object, depth: number): AsyncGenerator<string> {
  const turns = new LoopTurns();
  let piece = '';
  for (const part of parts(value, depth)) {
    piece += part;
    if (piece.length > PIECE) {
      yield piece;
      piece = '';
    }
    if (turns.due) await turns.take();
  }
  yield piece;
}

function* parts(value: unknown, depth: number): Generator<string> {
  if (depth === 0 || typeof value !== 'object' || value === null) {
    yield JSON.stringify(value) ?? 'null';
    return;
  }
  const list = Array.isArray(value);
  let before = list ? '[' : '{';
  for (const [key, one] of Object.entries(value)) {
    if (one === undefined && !list) continue;
    yield list ? before : `${before}${JSON.stringify(key)}:`;
    yield* parts(one, depth - 1);
    before = ',';
  }
  const empty = before !== ',';
  yield `${empty ? before : ''}${list ? ']' : '}'}`;
}
