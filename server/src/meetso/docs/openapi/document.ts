import type { OpenApiPart } from '../../../http/openapi-path.ts';
import { API_VERSION } from '../../catalogue/version.ts';
import { type ApiFacts, sharedFailures } from './answers.ts';
import { openApiHeaders } from './headers.ts';
import { operations, SCHEMAS, TAGS } from './operations.ts';

/** The description of the public API, OpenAPI 3.1, made of the same parts as the routes. */
export function openApi(place: ApiFacts): OpenApiPart {
  const { rateLimit, apiUrl } = place;
  return {
    openapi: '3.1.1',
    info: {
      title: 'Meetso API',
      version: API_VERSION,
      summary: 'Meetings of your organisation.',
      description:
        'Every failed call is answered with one envelope, one of eight stable codes and an id. ' +
        `Each key may make ${rateLimit.burst} calls in any second and ${rateLimit.perMinute} in any minute.`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    externalDocs: { url: `${apiUrl}/docs/errors`, description: 'Errors and retrying' },
    servers: [{ url: apiUrl, description: 'This server' }],
    security: [{ apiKey: [] }],
    tags: TAGS,
    paths: operations(place.deprecations),
    components: {
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'mts_live_ and 32 letters or digits',
          description: 'An API key from Settings → API Keys.',
        },
      },
      schemas: Object.fromEntries(
        Object.entries(SCHEMAS).map(([name, { published }]) => [name, published]),
      ),
      headers: openApiHeaders(rateLimit),
      responses: sharedFailures(place),
    },
  };
}
