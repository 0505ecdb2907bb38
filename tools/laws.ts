/** Checks the laws that no linter knows: who may import whom, how long a file may be, that no view
 * of bytes is taken for a copy, and that the desk names nothing of one API. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { bytesFaults } from './bytes-law.ts';
import { fileSizeFault } from './file-size-law.ts';
import { importFaults } from './import-law.ts';
import { vocabularyFaults } from './vocabulary-law.ts';

const CODE = /\.(ts|tsx|sql|css)$/;
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => CODE.test(file) && existsSync(file));

const faults: string[] = [];
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  const tooLong = fileSizeFault(file, text);
  if (tooLong) faults.push(tooLong);
  faults.push(...importFaults(file, text), ...bytesFaults(file, text));
  faults.push(...vocabularyFaults(file, text));
}

for (const fault of faults) console.error(fault);
console.log(`laws: ${files.length} files, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
