import type { Attributes } from '@opentelemetry/api';
import {
  ATTR_SERVICE_INSTANCE_ID,
  ATTR_SERVICE_NAME,
  ATTR_SERVICE_VERSION,
  ATTR_TELEMETRY_SDK_LANGUAGE,
  ATTR_TELEMETRY_SDK_NAME,
} from '@opentelemetry/semantic-conventions';

/** Who is speaking, for OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES as configured. */
export function resourceAttributes(
  otel: { readonly serviceName: string; readonly resourceAttributes: string },
  instance: string,
  release: string,
): Attributes {
  return {
    ...pairs(otel.resourceAttributes),
    [ATTR_SERVICE_NAME]: otel.serviceName,
    [ATTR_SERVICE_VERSION]: release,
    [ATTR_SERVICE_INSTANCE_ID]: instance,
    [ATTR_TELEMETRY_SDK_LANGUAGE]: 'nodejs',
    [ATTR_TELEMETRY_SDK_NAME]: 'opentelemetry',
  };
}

/** `key=value,key=value` with percent-encoded values (OpenTelemetry resource SDK specification). */
function pairs(text: string): Attributes {
  const attributes: Attributes = {};
  for (const pair of text.split(',')) {
    const at = pair.indexOf('=');
    if (at > 0) attributes[pair.slice(0, at).trim()] = decoded(pair.slice(at + 1).trim());
  }
  return attributes;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
