/** A process that notes lookups without end: `node noting-process.ts DATABASE_URL DATA_DIR`. */
import pino from 'pino';
import { openAudit } from '../../server/src/console/audit/open-audit.ts';
import { openDatabase } from '../../server/src/database/open-database.ts';
import { noteNumbered } from './audit-notes.ts';

const [url, dataDir = '', first = '1'] = process.argv.slice(2);
const database = await openDatabase({ url, path: '' });
const audit = await openAudit({ database, dataDir, log: pino({ level: 'silent' }) });
// Its number is said when the note is promised to last.
for (let n = Number(first); ; n++) {
  await audit.log.note(noteNumbered(n));
  process.stdout.write(`${n}\n`);
}
