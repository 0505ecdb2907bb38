/**
 * Runs as a process of its own: the engine's library as a listening server. `node <this> DIR PORT TCP-PORT [CONFIG]`
 * serves ClickHouse over HTTP, and unless TCP-PORT is 0 natively, until it is killed. Development and tests only.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DataType, load, open } from 'ffi-rs';

const [directory, port, tcpPort, config] = process.argv.slice(2);
const chdb = createRequire(import.meta.url).resolve('chdb/package.json');
const library = createRequire(chdb).resolve('@chdb/lib-linux-x64-gnu/package.json');
open({ library: 'chdb', path: join(dirname(library), 'libchdb.so') });

const listen = [
  'SYSTEM START LISTEN HTTP',
  ...(tcpPort === '0' ? [] : ['SYSTEM START LISTEN TCP']),
  `SELECT sleepEachRow(3) FROM numbers(1000) SETTINGS max_block_size = 1,
     function_sleep_max_microseconds_per_block = 100000000 FORMAT Null`,
].join('; ');
const args = [
  'clickhouse',
  `--path=${directory}`,
  `--http_port=${port}`,
  ...(tcpPort === '0' ? [] : [`--tcp_port=${tcpPort}`]),
  '--listen_host=127.0.0.1',
  ...(config ? [`--config-file=${config}`] : []),
  '--query',
  listen,
];
void load({
  library: 'chdb',
  funcName: 'chdb_query_cmdline',
  retType: DataType.External,
  paramsType: [DataType.I32, DataType.StringArray],
  paramsValue: [args.length, args],
});
