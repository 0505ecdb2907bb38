import { z } from 'zod';
import type { DeskProcess } from '../desks/desk-process.ts';

/** How long a stream of events is listened to, in milliseconds. */
const STREAM_MS = 1_500;

const parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  schema: z.object({ enum: z.array(z.string()).optional() }),
});
const description = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ parameters: z.array(parameter).default([]) })),
  ),
});
type Parameter = z.infer<typeof parameter>;

/** What to ask with: values of path parameters and bodies by path, and of queries by their name. */
export interface WalkInput {
  /** For `/requests/{id}` and the like; a path that is left out is asked for what is nowhere. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
  /** For `POST /silences` and the like. */
  readonly bodies: Readonly<Record<string, readonly unknown[]>>;
  readonly query: Readonly<Record<string, string>>;
}

type Access = Pick<DeskProcess, 'consoleUrl' | 'staffToken'>;

/**
 * Makes every call that the console's description of its API has, with what is there and what is
 * not, in every format, well and badly, and notes each answer in `said`. Returns how many.
 */
export async function walkApi(desk: Access, input: WalkInput, said: Map<string, string>) {
  const ask = async (method: string, path: string, body?: unknown, token = desk.staffToken) => {
    const response = await fetch(`${desk.consoleUrl}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await textOf(response);
    const where = `${method} ${path} ${JSON.stringify(body) ?? ''} → ${response.status}`;
    said.set(where, `${JSON.stringify([...response.headers])}\n${text}`);
    return text;
  };
  const before = said.size;
  const { paths } = description.parse(JSON.parse(await ask('GET', '/support/v1/openapi.json')));
  // What is made first is in the lists that are read afterwards.
  for (const reading of [false, true])
    for (const [path, methods] of Object.entries(paths))
      for (const [name, { parameters }] of Object.entries(methods)) {
        const method = name.toUpperCase();
        if ((method === 'GET') !== reading) continue;
        for (const id of [...(input.ids[path] ?? []), 'nobody']) {
          const url = `/support/v1${path.replace(/\{\w+\}/, encodeURIComponent(id))}`;
          for (const query of queries(parameters, input.query)) {
            if (reading) await ask(method, url + query);
            else
              for (const body of [...(input.bodies[`${method} ${path}`] ?? []), {}, { x: 1 }])
                await ask(method, url + query, body);
          }
          if (!path.includes('{')) break;
        }
      }
  for (const path of ['/support/v1/nowhere', '/login', '/healthz', '/readyz', '/metrics'])
    for (const method of ['GET', 'POST']) await ask(method, path);
  await ask('GET', '/support/v1/status', undefined, 'a-wrong-token');
  return said.size - before;
}

/** One query with what is required, one more for each value of a list, and one that is refused. */
function queries(parameters: readonly Parameter[], known: WalkInput['query']): string[] {
  const own = parameters.filter((each) => each.in === 'query');
  const needed = own
    .filter(({ required }) => required)
    .map(({ name, schema }) => [name, known[name] ?? schema.enum?.[0] ?? 'x']);
  const listed = own.flatMap(
    ({ name, schema }) => schema.enum?.map((value) => [name, value]) ?? [],
  );
  const all = [needed, ...listed.map((one) => [...needed, one]), [...needed, ['nonsense', '1']]];
  return all.map((pairs) => {
    const text = new URLSearchParams(Object.fromEntries(pairs)).toString();
    return text === '' ? '' : `?${text}`;
  });
}

/** The whole body, or what a stream of events says at first. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.includes('event-stream')) return await response.text();
  const reader = response.body?.getReader();
  setTimeout(() => void reader?.cancel(), STREAM_MS);
  let text = '';
  for (;;) {
    const next = await reader?.read();
    if (next === undefined || next.done) return text;
    text += Buffer.from(next.value).toString('utf8');
  }
}

/** Asks the OTLP listener for what it refuses, and notes its words. */
export async function walkOtlp(
  { otlpUrl }: Pick<DeskProcess, 'otlpUrl'>,
  said: Map<string, string>,
) {
  const record = { timeUnixNano: '1', eventName: 'request_desk.request', severityNumber: 9 };
  const reserved = { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] };
  const calls: readonly (readonly [path: string, type: string, body: string])[] = [
    ['/v1/logs', 'application/json', JSON.stringify(reserved)],
    ['/v1/logs', 'application/json', '{'],
    ['/v1/traces', 'application/x-protobuf', 'no protobuf'],
    ['/v1/traces', 'text/plain', 'no telemetry'],
    ['/v1/metrics', 'application/json', '{}'],
    ['/nowhere', 'application/json', '{}'],
  ];
  for (const [path, type, body] of calls) {
    const init = { method: 'POST', headers: { 'content-type': type }, body };
    const response = await fetch(`${otlpUrl}${path}`, init);
    said.set(`OTLP ${path} ${type} ${body} → ${response.status}`, await response.text());
  }
  for (const path of ['/metrics', '/healthz', '/readyz'])
    said.set(`OTLP ${path}`, await (await fetch(`${otlpUrl}${path}`)).text());
}
