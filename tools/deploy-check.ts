/**
 * Checks what is shipped for deployment, with the programs that people run it by: the Helm chart by
 * `helm lint`, `helm template` and kubectl-validate, docker-compose.yml by compose's own loader, nginx's
 * configuration by nginx; and starts no process of theirs. The Dockerfile's steps are run by the shell, and what
 * they make is started as nobody on a read-only tree, with its size. What a program is missing for is skipped, with
 * the reason: `npm run deploy:check`, `-- --tools DIR` for where they are, or are built.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chartFaults } from './deploy/chart.ts';
import { composeFaults } from './deploy/compose.ts';
import { type GoTool, goTool } from './deploy/go-tools.ts';
import { imageFaults } from './deploy/image.ts';

const NGINX = '/usr/sbin/nginx';
const NGINX_CONFIG = join(import.meta.dirname, '../deploy/nginx/nginx.conf');

const { values } = parseArgs({
  options: { tools: { type: 'string', default: join(tmpdir(), 'request-desk-deploy-tools') } },
});
const scratch = mkdtempSync(join(tmpdir(), 'desk-deploy-'));
const faults: string[] = [];

function check(
  name: string,
  tools: readonly GoTool[],
  faultsOf: (...paths: string[]) => string[],
): void {
  let paths: string[];
  try {
    paths = tools.map((tool) => goTool(values.tools, tool));
  } catch (error) {
    console.log(`${name}: skipped: ${error instanceof Error ? error.message : error}`);
    return;
  }
  console.log(`${name}:`);
  faults.push(...faultsOf(...paths));
}

try {
  check('chart', ['helm', 'kubectl-validate'], (helm = '', validate = '') =>
    chartFaults(helm, validate, scratch),
  );
  check('compose', ['compose-check'], (program = '') => composeFaults(program));
  if (!existsSync(NGINX)) console.log(`nginx: skipped: ${NGINX} is not installed`);
  else {
    const args = ['-t', '-q', '-p', scratch, '-c', NGINX_CONFIG, '-e', 'stderr'];
    const { status, stderr } = spawnSync(NGINX, args, { encoding: 'utf8' });
    console.log(
      `nginx: ${execFileSync('sh', ['-c', `${NGINX} -v 2>&1`], { encoding: 'utf8' }).trim()}`,
    );
    if (status !== 0) faults.push(stderr.trim());
  }
  console.log('image:');
  faults.push(...(await imageFaults(scratch)));
} finally {
  // The image's tree is read-only.
  spawnSync('chmod', ['-R', 'u+w', scratch]);
  rmSync(scratch, { recursive: true, force: true });
}
for (const fault of faults) console.error(fault);
console.log(`deployment: ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
