/**
 * The version of the public API, in the header `api-version` of every answer. Within a major version
 * clients that keep to the description go on working: there are only additions.
 */
export const API_VERSION = '1.1.0';
