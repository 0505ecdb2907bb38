import { parseArgs } from 'node:util';

/** What the command line asks for; everything else is configured by variables. */
export interface Arguments {
  readonly demo: boolean;
  /** Demo traffic in requests per second; with history, over a working day. */
  readonly rate: number;
  /** Days of demo history to fill in before traffic starts; 0 for none. */
  readonly historyDays: number;
  /** Make an empty embedded control plane in place of a lost one. */
  readonly newControlPlane?: boolean | undefined;
  /** Go on with another SECRETS_KEY where the former one is lost. */
  readonly newSecretsKey?: boolean | undefined;
  readonly help: boolean;
}

export const USAGE = `Request Desk: the support desk of an API, keyed on request_id

  npm start                     run it (embedded engines, data in ./data)
  npm run demo                  the same with seeded organisations, keys and traffic
  npm run demo -- --rate 50     demo traffic in requests per second (default 20; with history 1)
  npm run demo -- --history 7d  fill in that many days of history first, of the same rate over a
                                working day; about 600,000 requests a week for each of --rate

  --new-control-plane           make an empty embedded control plane where the one that was is
                                lost or damaged: customers' keys are gone
  --new-secrets-key             go on where the key of sealed secrets is lost: channels need their
                                secrets again
  --help                        this text

Variables are listed in docs/operations.md.`;

const NO_HISTORY = '0d';

/** Parses the command line. Throws an Error whose message says what to write instead. */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      demo: { type: 'boolean', default: false },
      rate: { type: 'string' },
      'new-control-plane': { type: 'boolean', default: false },
      'new-secrets-key': { type: 'boolean', default: false },
      history: { type: 'string', default: NO_HISTORY },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const rate = Number(values.rate ?? (values.history === NO_HISTORY ? 20 : 1));
  if (!(rate > 0 && rate <= 5000)) {
    throw new Error(`--rate ${values.rate}: give requests per second, above 0 and up to 5000`);
  }
  const days = /^(\d{1,3})d$/.exec(values.history)?.[1];
  if (days === undefined || Number(days) > 400) {
    throw new Error(`--history ${values.history}: give days, as in 7d (up to 400d)`);
  }
  const { demo, help } = values;
  return {
    demo,
    rate,
    historyDays: Number(days),
    help,
    newControlPlane: values['new-control-plane'],
    newSecretsKey: values['new-secrets-key'],
  };
}
