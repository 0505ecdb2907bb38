/**
 * The same API on OpenTelemetry's stock parts: NodeSDK, instrumentation-http, @fastify/otel and the
 * OTLP exporter, with four child spans by hand where it fails. Their packages are in a folder of
 * their own: `node stock-api.cjs FOLDER COLLECTOR-URL`.
 */
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [folder, endpoint] = process.argv.slice(2);
const load = createRequire(join(folder, 'package.json'));
const { NodeSDK } = load('@opentelemetry/sdk-node');
const { HttpInstrumentation } = load('@opentelemetry/instrumentation-http');
const { OTLPTraceExporter } = load('@opentelemetry/exporter-trace-otlp-proto');
const { FastifyOtelInstrumentation } = load('@fastify/otel');
const { trace } = load('@opentelemetry/api');

const fastifyOtel = new FastifyOtelInstrumentation({ registerOnInitialization: true });
new NodeSDK({
  serviceName: 'bench',
  traceExporter: new OTLPTraceExporter({ url: `${endpoint}/v1/traces` }),
  metricReaders: [],
  logRecordProcessors: [],
  instrumentations: [new HttpInstrumentation(), fastifyOtel],
}).start();

const meetings = import('./api-routes.ts');
const tracer = trace.getTracer('bench');

async function main() {
  const { MEETINGS, CHILDREN } = await meetings;
  load('http');
  const app = load('fastify')();
  app.get('/ok', async () => MEETINGS);
  app.get('/fail', async (_request, reply) => {
    for (const name of CHILDREN) await tracer.startActiveSpan(name, async (span) => span.end());
    return reply.code(404).send({ error: { code: 'not_found', message: 'No such meeting.' } });
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  process.on('message', () => process.send({ cpu: process.cpuUsage() }));
  process.once('disconnect', () => process.exit());
  process.send({ url });
}

void main();
