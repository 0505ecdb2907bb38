/** The command line: `request-desk lookup <anything>`. Reads standard input when there is no text. */
import { text } from 'node:stream/consumers';
import { ConfigError, loadConfig } from '../config.ts';
import { lookupCommand, USAGE } from './lookup-command.ts';

const [command, ...rest] = process.argv.slice(2);

if (command !== 'lookup') {
  process.stderr.write(USAGE);
  process.exitCode = command === undefined || command === '--help' || command === 'help' ? 0 : 2;
} else {
  try {
    const { console: place, tokens } = loadConfig();
    process.exitCode = await lookupCommand(rest, {
      url:
        place.url ??
        `http://${place.host.includes(':') ? `[${place.host}]` : place.host}:${place.port}`,
      token: tokens.staff,
      input: () => (process.stdin.isTTY ? Promise.resolve('') : text(process.stdin)),
      out: (line) => process.stdout.write(line),
      err: (line) => process.stderr.write(line),
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
