import { CATALOGUE } from '../../server/src/meetso/catalogue/catalogue.ts';
import { ERROR_CODES } from '../../server/src/meetso/catalogue/causes.ts';
import { HTTP_ROWS } from './contract-http-rows.ts';
import { REQUEST_ROWS } from './contract-request-rows.ts';

/** docs/errors.md: made of the catalogue and of the rows that the tests send. */
export function errorsReference(): string {
  const codes = ERROR_CODES.map((code) => {
    const { status, title, retry, causes } = CATALOGUE[code];
    const names = Object.keys(causes).map((cause) => `\`${cause}\``);
    return `| ${status} | \`${code}\` | ${title} | ${retry.replaceAll('_', ' ')} | ${names.join(', ')} |`;
  });
  const causes = ERROR_CODES.flatMap((code) =>
    Object.entries(CATALOGUE[code].causes).map(
      ([cause, { meaning }]) => `| \`${code}\` | \`${cause}\` | ${meaning} |`,
    ),
  );
  const rows = [...HTTP_ROWS, ...REQUEST_ROWS].map(
    ([what, , code, cause]) =>
      `| ${what} | ${CATALOGUE[code].status} | \`${code}\` | \`${cause}\` |`,
  );
  return `# Errors of the public API

Generated: \`node bench/contract-table.ts\` writes this page, and a test fails when it is stale. It is
for the people who work on the API; customers read \`/docs/errors\` on the public listener. Causes are
for staff: no answer names one.

## The eight codes

| status | code | title | retry | causes |
|---|---|---|---|---|
${codes.join('\n')}

## What each cause means

| code | cause | meaning |
|---|---|---|
${causes.join('\n')}

## What the client sent

Each row is sent as bytes by \`server/test/meetso/public-api-contract.test.ts\`, which also looks up the event
of every answer.

| what the client sent | status | code | cause |
|---|---|---|---|
${rows.join('\n')}
`;
}
