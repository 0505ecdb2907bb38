import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { redactKeys } from '@request-desk/fastify/redaction/scrub';
import { uncountedCauses } from '@request-desk/shared/profile-codes';
import type { Arguments } from './arguments.ts';
import { type Config, ConfigError } from './config.ts';
import { openEngines } from './engines.ts';
import { LastAnswers } from './http/last-answers.ts';
import type { Urls } from './listen.ts';
import { createFaultSwitch } from './meetso/demo/fault-switch.ts';
import { Meetings } from './meetso/meetings/meetings-repository.ts';
import { faultyMeetings } from './meetso/meetings/through-meetings.ts';
import { readProfile } from './profile-file.ts';
import { type Phase, readiness } from './readiness.ts';
import { startRoles } from './roles.ts';

/** A running Request Desk. */
export interface Desk {
  /**
   * Says that it is going and serves on for `drainSeconds`, then refuses new work, finishes what is
   * open and writes everything out.
   */
  close(): Promise<void>;
  /** Whether closing takes its time, because the stores are handed over to servers. */
  handsOver(): boolean;
}

interface DeskOptions {
  readonly config: Config;
  readonly args: Arguments;
  readonly version: string;
  readonly print: (text: string) => void;
}

/** Starts everything that configuration and arguments ask for, or nothing: a failed start is undone. */
export async function startDesk(options: DeskOptions): Promise<Desk> {
  const { config, args, version, print } = options;
  const profile = readProfile(config.profilePath);
  redactKeys(profile);
  if (args.demo && config.profilePath !== undefined)
    throw new ConfigError(['--demo is the demo of the Meetso API: unset PROFILE']);
  const stack = new AsyncDisposableStack();
  const lastAnswers = new LastAnswers();
  let phase: Phase = 'starting';
  let handsOver = () => false;
  stack.defer(() => {
    phase = 'draining';
  });
  try {
    const engines = await openEngines(config, stack, {
      logFile: demoLog(options),
      newControlPlane: args.newControlPlane,
      uncounted: uncountedCauses(profile),
    });
    handsOver = () => engines.move.isReady;
    const fault = createFaultSwitch(Math.random);
    const stored = new Meetings(engines.database.prompt);
    const meetings = args.demo ? faultyMeetings(stored, () => fault.trip()) : stored;
    const probe = () => readiness(phase, engines);
    const urls = await startRoles({
      profile,
      config,
      engines,
      meetings,
      version,
      demo: args.demo,
      probe,
      lastAnswers,
      stack,
      newSecretsKey: args.newSecretsKey ?? false,
    });
    phase = 'running';
    print(addresses(config, urls));
    if (args.demo) {
      print(`  log         ${demoLog(options)}`);
      const { startDemo } = await import('./demo/start-demo.ts');
      const demo = await startDemo({
        engines,
        profile,
        urls,
        fault,
        print,
        release: version,
        rate: args.rate,
        historyDays: args.historyDays,
      });
      stack.defer(() => demo.stop());
    }
    print('Ready.');
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
  return {
    handsOver: () => handsOver(),
    async close() {
      phase = 'draining';
      lastAnswers.begin();
      await pause(config.drainSeconds * 1000);
      await stack.disposeAsync();
    },
  };
}

/** The demo's terminal is for people: its log goes to a file. */
function demoLog({ args, config }: DeskOptions): string | undefined {
  return args.demo ? join(config.dataDir, 'request-desk.log') : undefined;
}

function addresses({ roles }: Config, urls: Urls): string {
  const lines = [];
  if (roles.has('console')) lines.push(`  console     ${urls.console}`);
  if (urls.signIn) lines.push(`  sign in     ${urls.signIn} (once, within 10 minutes)`);
  if (roles.has('api')) lines.push(`  public API  ${urls.api}`);
  if (roles.has('ingest')) lines.push(`  OTLP        ${urls.otlp}`);
  if (urls.alerts) lines.push(`  alerts      ${urls.alerts}/readyz`);
  return lines.join('\n');
}
