/** Imported first by a command whose first comment says its options: `--help` prints that, and nothing is run. */
import { readFileSync } from 'node:fs';

const [, command = '', ...args] = process.argv;

// Below `--fleet` there is a help of its own.
if (args.includes('--help') && !args.includes('--fleet')) {
  console.log(headerOf(readFileSync(command, 'utf8')));
  process.exit(0);
}

/** The text of the comment that a file begins with. */
function headerOf(source: string): string {
  const comment = source.slice(0, source.indexOf('*/')).replace('/**', '');
  return comment.replaceAll(/^[ \t]*\*?[ \t]?/gm, '').trim();
}
