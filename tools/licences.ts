/**
 * Licences of what the server is installed with, one line a package: `npm run licences`. Exits 1 when one
 * of them is none that a company may use without asking.
 */
import { execFileSync } from 'node:child_process';
import { z } from 'zod';

/** SPDX ids and expressions of permissive licences. */
const ALLOWED =
  /^\(?(?:0BSD|Apache-2\.0|BlueOak-1\.0\.0|BSD-[23]-Clause|CC0-1\.0|ISC|MIT|MIT-0|PostgreSQL|Python-2\.0|Unlicense|W3C)(?: (?:AND|OR) [\w.-]+)*\)?$/;

/** The Dockerfile leaves them out; who installs in another way can do the same. */
const LEFT_OUT = /^sentry@/;

const licence = z.object({
  license: z.object({ id: z.string().optional(), name: z.string().optional() }).optional(),
  expression: z.string().optional(),
});
const component = z.object({
  name: z.string(),
  group: z.string().optional(),
  version: z.string(),
  licenses: z.array(licence).optional(),
});
const bom = z.object({ components: z.array(component) });

const npm = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'];
const text = execFileSync('npm', npm, { encoding: 'utf8', maxBuffer: 2 ** 28 });
const packages = bom
  .parse(JSON.parse(text))
  .components.map(({ name, group, version, licenses }) => ({
    name: `${group ? `${group}/` : ''}${name}@${version}`,
    licence:
      licenses
        ?.map((one) => one.expression ?? one.license?.id ?? one.license?.name ?? '')
        .join(' AND ') ?? '',
  }));
const others = packages.filter((one) => !ALLOWED.test(one.licence) && !LEFT_OUT.test(one.name));
for (const [name, all] of [...Map.groupBy(packages, (one) => one.licence)].sort())
  process.stdout.write(`${name || 'none named'}: ${all.length}\n`);
for (const one of others) process.stdout.write(`to be looked at: ${one.name} (${one.licence})\n`);
process.exitCode = others.length > 0 ? 1 : 0;
