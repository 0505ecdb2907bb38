/**
 * Holds an idempotency key in the database at `argv[2]` until it is killed: `argv[3]` is the claim as
 * JSON, and `argv[4]`, if any, the meeting that it stores before.
 */
import { openDatabase } from '../../server/src/database/open-database.ts';
import { IdempotencyStore } from '../../server/src/meetso/idempotency/idempotency-store.ts';
import { Meetings } from '../../server/src/meetso/meetings/meetings-repository.ts';

const [, , url = '', claim = '', meeting] = process.argv;
const database = await openDatabase({ url, path: '/nowhere' });
const claimed = await new IdempotencyStore(database).claim(JSON.parse(claim), 1_500);
if (meeting) {
  await new Meetings(database).createOnce(JSON.parse(meeting), JSON.parse(claim), meeting);
}
console.log(JSON.stringify(claimed));
setInterval(() => undefined, 1_000);
