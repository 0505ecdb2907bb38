import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import {
  auditChain,
  auditErased,
  auditExportHead,
  auditExportLine,
  type ExportedHead,
} from '@request-desk/shared/audit-api';
import type { AuditRow } from '../database/audit/chain.ts';
import { rowOfLine } from '../database/audit/export-lines.ts';
import { verifyChain } from '../database/audit/verify-chain.ts';
import {
  askConsole,
  CommandRefused,
  type ConsolePlaces,
  callConsole,
  EXIT,
} from './console-api.ts';

export const AUDIT_USAGE = `request-desk audit verify [FILE] [--heads FILE] [--url URL]
request-desk audit head [--url URL]
request-desk audit export [--url URL]
request-desk audit erase (--person NAME | --org ID) --reason TEXT

Verify walks the chain of the console, or of a file that export made, hashes every entry again, and
compares exported heads (those of --heads, else DATA_DIR/audit/heads.jsonl); it reports the first
break. Head prints the last place and hash, export the whole chain as lines of JSON. Erase takes the
names, tickets, reasons and addresses of a person or an organisation out of it; an entry says so, and
the chain stays whole. Needs the admin role, to erase STAFF_TOKEN. Exit: 0 whole or done, 1 broken, 2 wrong use, 3 refused, 5 unavailable.
`;

const BROKEN = 1;

export interface AuditPlaces extends ConsolePlaces {
  /** Reads exported heads: those of a file, or of this desk's own. Throws for a file that is not there. */
  readonly heads: (file: string | undefined) => readonly ExportedHead[];
}

/** Runs `audit …`; returns the exit code. */
export async function auditCommand(args: readonly string[], places: AuditPlaces): Promise<number> {
  const asked = questionOf(args);
  if (asked === undefined) {
    places.err(AUDIT_USAGE);
    return EXIT.usage;
  }
  const { command, file, heads, url = places.url, person, org, reason } = asked;
  const from = { ...places, url };
  try {
    if (command === 'erase') {
      const body = { ...(org === undefined ? { person } : { org }), reason };
      const { erased } = await askConsole(from, '/audit/erase', {
        body,
        schema: auditErased,
      });
      places.out(`details of ${erased} entries erased\n`);
      return EXIT.done;
    }
    if (command === 'head') {
      const answer = await callConsole(from, '/audit/chain');
      const { head } = auditChain.parse(await answer.json());
      places.out(`${head.seq} ${head.hash}\n`);
      return EXIT.done;
    }
    const lines = file === undefined ? remote(from) : linesOf(createReadStream(file));
    if (command === 'export') {
      for await (const line of lines) places.out(`${line}\n`);
      return EXIT.done;
    }
    return await verified(lines, places, places.heads(heads));
  } catch (error) {
    places.err(`${error instanceof Error ? error.message : error}\n`);
    return error instanceof CommandRefused ? error.code : EXIT.unavailable;
  }
}

async function verified(
  lines: AsyncGenerator<string>,
  { out }: AuditPlaces,
  heads: readonly ExportedHead[],
): Promise<number> {
  const first = await lines.next();
  const { origin } = auditExportHead.parse(JSON.parse(first.value ?? 'null'));
  const { head, erased, fault } = await verifyChain(rowsOf(lines), { origin, heads });
  const compared = `${heads.length} exported heads compared`;
  if (fault !== undefined) {
    out(`broken: ${fault}\n`);
    return BROKEN;
  }
  const gone = erased > 0 ? `, details of ${erased} erased` : '';
  out(`whole: ${head.seq} entries${gone}, ${compared}\nhead ${head.seq} ${head.hash}\n`);
  return EXIT.done;
}

async function* rowsOf(lines: AsyncIterable<string>): AsyncGenerator<AuditRow> {
  for await (const line of lines) yield rowOfLine(auditExportLine.parse(JSON.parse(line)));
}

async function* remote(from: AuditPlaces): AsyncGenerator<string> {
  const { body } = await callConsole(from, '/audit/export');
  if (body) yield* linesOf(Readable.fromWeb(body));
}

async function* linesOf(input: Readable): AsyncGenerator<string> {
  for await (const line of createInterface({ input })) if (line !== '') yield line;
}

function questionOf(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        heads: { type: 'string' },
        url: { type: 'string' },
        reason: { type: 'string' },
        person: { type: 'string' },
        org: { type: 'string' },
      },
    });
    const [command, file, ...more] = positionals;
    if (command === 'erase') {
      const { person, org, reason } = values;
      const isOne = (person === undefined) !== (org === undefined);
      return isOne && reason && file === undefined ? { command, file, ...values } : undefined;
    }
    if (command !== 'verify' && command !== 'head' && command !== 'export') return undefined;
    if (more.length > 0 || (file !== undefined && command !== 'verify')) return undefined;
    return { command, file, ...values };
  } catch {
    return undefined;
  }
}
