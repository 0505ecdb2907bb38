import { parseArgs } from 'node:util';

/** What the command line asks for; everything else is configured by variables. */
export interface Arguments {
  readonly demo: boolean;
  /** Demo traffic in requests per second. */
  readonly rate: number;
  /** Days of demo history to fill in before traffic starts; 0 for none. */
  readonly historyDays: number;
  /** Make an empty embedded control plane in place of a lost one. */
  readonly newControlPlane?: boolean | undefined;
  readonly help: boolean;
}

export const USAGE = `Request Desk: the support desk of an API, keyed on request_id

  npm start                     run it (embedded engines, data in ./data)
  npm run demo                  the same with seeded organisations, keys and traffic
  npm run demo -- --rate 50     demo traffic in requests per second (default 20)
  npm run demo -- --history 7d  fill in that many days of history first

  --new-control-plane           make an empty embedded control plane where the one that was is
                                lost or damaged: customers' keys are gone
  --help                        this text

Variables are listed in docs/operations.md.`;

/** Parses the command line. Throws an Error whose message says what to write instead. */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      demo: { type: 'boolean', default: false },
      rate: { type: 'string', default: '20' },
      'new-control-plane': { type: 'boolean', default: false },
      history: { type: 'string', default: '0d' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const rate = Number(values.rate);
  if (!(rate > 0 && rate <= 5000)) {
    throw new Error(`--rate ${values.rate}: give requests per second, above 0 and up to 5000`);
  }
  const days = /^(\d{1,3})d$/.exec(values.history)?.[1];
  if (days === undefined || Number(days) > 400) {
    throw new Error(`--history ${values.history}: give days, as in 7d (up to 400d)`);
  }
  const { demo, help, 'new-control-plane': newControlPlane } = values;
  return { demo, rate, historyDays: Number(days), newControlPlane, help };
}
