/** Preloaded into a real desk: its data source refuses connections from one SIGUSR2 to the next. */

import { createFaultSwitch } from '../../server/src/meetso/demo/fault-switch.ts';
import { Meetings } from '../../server/src/meetso/meetings/meetings-repository.ts';

const fault = createFaultSwitch(Math.random);
const list = Meetings.prototype.list;
let failing = false;

process.on('SIGUSR2', () => {
  failing = !failing;
  fault.fail(failing ? 1 : 0);
});
Meetings.prototype.list = async function (query) {
  fault.trip();
  return await list.call(this, query);
};
