/** Sends three points of a metric by OpenTelemetry's own SDK, as the `OTEL_*` variables say, and ends. */
import { metrics } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';

const sdk = new NodeSDK();
sdk.start();
const counter = metrics.getMeter('shop').createCounter('orders');
for (const country of ['de', 'fr', 'it']) counter.add(1, { country });
await sdk.shutdown();
