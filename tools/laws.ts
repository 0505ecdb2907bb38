/** Checks the laws that no linter knows: who may import whom, how long a file and how full a folder
 * may be, that no view of bytes is taken for a copy, that nothing changeable belongs to a module, that
 * no literal is spread into another, and that the desk names nothing of one API. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { bytesFaults } from './laws/bytes-law.ts';
import { fileSizeFault } from './laws/file-size-law.ts';
import { folderSizeFaults } from './laws/folder-size-law.ts';
import { importFaults } from './laws/import-law.ts';
import { moduleStateFaults } from './laws/module-state-law.ts';
import { spreadFaults } from './laws/spread-law.ts';
import { vocabularyFaults } from './laws/vocabulary-law.ts';

const CODE = /\.(?:[cm]?[jt]sx?|sql|css|html)$/;
const all = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(file));
const files = all.filter((file) => CODE.test(file));

const faults: string[] = folderSizeFaults(all, (folder) => {
  const readme = `${folder}/README.md`;
  return existsSync(readme) ? readFileSync(readme, 'utf8') : undefined;
});
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  const tooLong = fileSizeFault(file, text);
  if (tooLong) faults.push(tooLong);
  faults.push(...importFaults(file, text), ...bytesFaults(file, text));
  faults.push(...vocabularyFaults(file, text), ...moduleStateFaults(file, text));
  faults.push(...spreadFaults(file, text));
}

for (const fault of faults) console.error(fault);
console.log(`laws: ${files.length} files, ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
