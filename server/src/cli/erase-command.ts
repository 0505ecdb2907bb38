import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { type ErasureStep, erasureStep } from '@request-desk/shared/erasure-api';
import { CommandRefused, type ConsolePlaces, callConsole, EXIT, refused } from './console-api.ts';

export const ERASE_USAGE = `request-desk erase --org ID --reason TEXT [--dry-run] [--url URL]

Erases an organisation, up to now, from every store: its keys and what it made, its requests with their
spans and log lines, names in incidents, and details in the audit, and tells each step. Totals stay,
under a pseudonym. Telemetry of it that comes again later, from a spool or a sender's queue, is not
taken. With --dry-run it counts and erases nothing. What was erased cannot be brought back. Needs
STAFF_TOKEN. Not reached: backups, Sentry, notifications that were sent, logs that were shipped.
Exit: 0 nothing is left (or counted), 1 something is left: erase again, 2 wrong use, 3 refused,
5 unavailable.
`;

const LEFT = 1;

/** Runs `erase …`; returns the exit code. */
export async function eraseCommand(
  args: readonly string[],
  places: ConsolePlaces,
): Promise<number> {
  const asked = questionOf(args);
  if (asked === undefined) {
    places.err(ERASE_USAGE);
    return EXIT.usage;
  }
  if (asked === 'help') {
    places.out(ERASE_USAGE);
    return EXIT.done;
  }
  const { org, reason, dry_run, url = places.url } = asked;
  try {
    const { body, status } = await callConsole({ ...places, url }, '/erasures', {
      body: { org, reason, dry_run },
    });
    if (body === null) throw new CommandRefused(EXIT.refused, `the console answered ${status}`);
    let last: ErasureStep | undefined;
    for await (const line of createInterface({ input: Readable.fromWeb(body) })) {
      last = erasureStep.parse(JSON.parse(line));
      places.out(`${said(last)}\n`);
    }
    return dry_run || last?.done ? EXIT.done : LEFT;
  } catch (error) {
    return refused(error, places);
  }
}

function said({ step, rows, note }: ErasureStep): string {
  return [`${step}${rows === null ? '' : `: ${rows}`}`, ...(note ? [`(${note})`] : [])].join(' ');
}

function questionOf(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        org: { type: 'string' },
        reason: { type: 'string' },
        url: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean' },
      },
    });
    if (values.help) return 'help';
    const { org, reason, url, 'dry-run': dry_run } = values;
    if (!org || positionals.length > 0) return undefined;
    if (!reason && !dry_run) return undefined;
    return { org, reason: reason ?? 'a dry run', url, dry_run };
  } catch {
    return undefined;
  }
}
