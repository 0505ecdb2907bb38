// Generated from the API’s description: npx vitest run client/src/schema.test.ts --update=true
export interface paths {
    "/public/v1/meetings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List meetings
         * @description Newest first. Pass `next_cursor` back as `cursor`, with the other parameters unchanged.
         */
        get: operations["listMeetings"];
        put?: never;
        /** Create a meeting */
        post: operations["createMeeting"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/public/v1/meetings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a meeting */
        get: operations["getMeeting"];
        put?: never;
        post?: never;
        /**
         * Delete a meeting
         * @description For good. Safe to repeat: of a meeting that is deleted already, the answer is `not_found`.
         */
        delete: operations["deleteMeeting"];
        options?: never;
        head?: never;
        /**
         * Change a meeting
         * @description Fields that are not given stay as they are. Safe to repeat.
         */
        patch: operations["changeMeeting"];
        trace?: never;
    };
    "/public/v1/meetings/{id}/participants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who joined a meeting
         * @description In the order of joining. Pass `next_cursor` back as `cursor`, with the other parameters unchanged.
         */
        get: operations["listParticipants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description The body of every failed call. Branch on `error.code`. */
        ApiError: {
            error: components["schemas"]["InvalidRequestError"] | components["schemas"]["InvalidCursorError"] | components["schemas"]["UnauthorizedError"] | components["schemas"]["InvalidKeyError"] | components["schemas"]["ScopeMissingError"] | components["schemas"]["NotFoundError"] | components["schemas"]["RateLimitedError"] | components["schemas"]["InternalError"];
        };
        InternalError: {
            /**
             * @description Something failed on our side
             * @constant
             */
            code: "internal_error";
            /** @description For people; the wording may change at any time */
            message: string;
            /** @description Quote this id to support */
            request_id: string;
        };
        InvalidCursorError: {
            /**
             * @description The cursor cannot be used
             * @constant
             */
            code: "invalid_cursor";
            /** @description For people; the wording may change at any time */
            message: string;
            /** @description Quote this id to support */
            request_id: string;
        };
        InvalidKeyError: {
            /**
             * @description The API key does not work
             * @constant
             */
            code: "invalid_key";
            /** @description For people; the wording may change at any time */
            message: string;
            /** @description Quote this id to support */
            request_id: string;
        };
        InvalidRequestError: {
            /**
             * @description The request is not valid
             * @constant
             */
            code: "invalid_request";
            /** @description For people; the wording may change at any time */
            message: string;
            /** @description Quote this id to support */
            request_id: string;
        };
        Meeting: {
            /** Format: date-time */
            created_at: string;
            duration_minutes: number;
            id: string;
            /** Format: date-time */
            starts_at: string;
            title: string;
        };
        MeetingChanges: {
            duration_minutes?: number;
            /**
             * Format: date-time
             * @description ISO 8601 with offset, from 1970 to 9999 in UTC
             */
            starts_at?: string;
            /** @description Without control characters, line breaks among them */
            title?: string;
        };
        MeetingPage: {
            data: components["schemas"]["Meeting"][];
            next_cursor: string | null;
        };
        NewMeeting: {
            duration_minutes: number;
            /**
             * Format: date-time
             * @description ISO 8601 with offset, from 1970 to 9999 in UTC
             */
            starts_at: string;
            /** @description Without control characters, line breaks among them */
            title: string;
        };
        NotFoundError: {
            /**
             * @description Nothing there
             * @constant
             */
            code: "not_found";
            /** @description For people; the wording may change at any time */
            message: string;
            /** @description Quote this id to support */
            request_id: string;
        };
        Participant: {
            id: string;
            /** Format: date-time */
            joined_at: string;
            left_at: string | null;
            name: string;
        };
        ParticipantPage: {
            data: components["schemas"]["Participant"][];
            next_cursor: string | null;
        };
        RateLimitedError: {
            /**
             * @description Too many requests
             * @constant
             */
            code: "rate_limited";
            /** @description For people; the wording may change at any time */
            message: string;
            /** @description Quote this id to support */
            request_id: string;
        };
        ScopeMissingError: {
            /**
             * @description The key lacks a scope
             * @constant
             */
            code: "scope_missing";
            /** @description For people; the wording may change at any time */
            message: string;
            /** @description Quote this id to support */
            request_id: string;
        };
        UnauthorizedError: {
            /**
             * @description No usable credentials
             * @constant
             */
            code: "unauthorized";
            /** @description For people; the wording may change at any time */
            message: string;
            /** @description Quote this id to support */
            request_id: string;
        };
    };
    responses: {
        /** @description Any failure, in the same envelope. */
        any: {
            headers: {
                Allow: components["headers"]["Allow"];
                "API-Version": components["headers"]["ApiVersion"];
                Link: components["headers"]["Link"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Retry-After": components["headers"]["RetryAfter"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                "x-client-request-id": components["headers"]["ClientRequestId"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ApiError"];
            };
        };
        /** @description `internal_error`: The API could not complete a valid request because of a fault on our side. [More](https://api.meetso.example/docs/errors#internal_error) */
        internal_error: {
            headers: {
                "API-Version": components["headers"]["ApiVersion"];
                Link: components["headers"]["Link"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Retry-After": components["headers"]["RetryAfter"];
                "x-client-request-id": components["headers"]["ClientRequestId"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: components["schemas"]["InternalError"];
                };
            };
        };
        /** @description `invalid_request`: A parameter, a body field, a header or the HTTP message itself breaks a rule. [More](https://api.meetso.example/docs/errors#invalid_request) */
        invalid_request: {
            headers: {
                "API-Version": components["headers"]["ApiVersion"];
                Link: components["headers"]["Link"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "x-client-request-id": components["headers"]["ClientRequestId"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: components["schemas"]["InvalidRequestError"];
                };
            };
        };
        /**
         * @description `invalid_request`: A parameter, a body field, a header or the HTTP message itself breaks a rule. [More](https://api.meetso.example/docs/errors#invalid_request)
         *
         *     `invalid_cursor`: The `cursor` was not issued for this query, was altered, or is too old. [More](https://api.meetso.example/docs/errors#invalid_cursor)
         */
        invalid_request_or_invalid_cursor: {
            headers: {
                "API-Version": components["headers"]["ApiVersion"];
                Link: components["headers"]["Link"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "x-client-request-id": components["headers"]["ClientRequestId"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: components["schemas"]["InvalidRequestError"] | components["schemas"]["InvalidCursorError"];
                };
            };
        };
        /** @description `not_found`: The resource or the route does not exist, or is not visible to this API key. [More](https://api.meetso.example/docs/errors#not_found) */
        not_found: {
            headers: {
                Allow: components["headers"]["Allow"];
                "API-Version": components["headers"]["ApiVersion"];
                Link: components["headers"]["Link"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "x-client-request-id": components["headers"]["ClientRequestId"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: components["schemas"]["NotFoundError"];
                };
            };
        };
        /** @description `rate_limited`: The key made more requests in a second or in a minute than its limits allow. [More](https://api.meetso.example/docs/errors#rate_limited) */
        rate_limited: {
            headers: {
                "API-Version": components["headers"]["ApiVersion"];
                Link: components["headers"]["Link"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Retry-After": components["headers"]["RetryAfter"];
                "x-client-request-id": components["headers"]["ClientRequestId"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: components["schemas"]["RateLimitedError"];
                };
            };
        };
        /** @description `scope_missing`: The API key is valid, but was not granted the scope that this route needs. [More](https://api.meetso.example/docs/errors#scope_missing) */
        scope_missing: {
            headers: {
                "API-Version": components["headers"]["ApiVersion"];
                Link: components["headers"]["Link"];
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                "x-client-request-id": components["headers"]["ClientRequestId"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: components["schemas"]["ScopeMissingError"];
                };
            };
        };
        /**
         * @description `unauthorized`: The `Authorization` header is missing or is not `Bearer` with a well-formed API key. [More](https://api.meetso.example/docs/errors#unauthorized)
         *
         *     `invalid_key`: The API key is well formed but unknown, revoked or expired. [More](https://api.meetso.example/docs/errors#invalid_key)
         */
        unauthorized_or_invalid_key: {
            headers: {
                "API-Version": components["headers"]["ApiVersion"];
                Link: components["headers"]["Link"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                "x-client-request-id": components["headers"]["ClientRequestId"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    error: components["schemas"]["UnauthorizedError"] | components["schemas"]["InvalidKeyError"];
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: {
        /**
         * @description Methods of the path, where it has not the one that was used.
         * @example GET, HEAD, POST
         */
        Allow: string;
        /**
         * @description Of the API; within a major version there are only additions.
         * @example 1.1.0
         */
        ApiVersion: string;
        /**
         * @description The x-client-request-id of the request, where it had one of 1 to 128 letters, digits, dots, colons, - or _.
         * @example order-4711
         */
        ClientRequestId: string;
        /**
         * @description There where the answer is that of an earlier call.
         * @example true
         */
        IdempotencyReplayed: string;
        /**
         * @description Documentation of the code.
         * @example </docs/errors#not_found>; rel="help"
         */
        Link: string;
        /**
         * @description Path of what was created.
         * @example /public/v1/meetings/mtg_4k9v2m7x1c8b3n6q0z5w
         */
        Location: string;
        /**
         * @description On every answer to a call that counts: calls that still have room (r), and seconds until one more has (t).
         * @example "burst";r=9;t=1, "sustained";r=59;t=60
         */
        RateLimit: string;
        /**
         * @description On every answer to a call that counts: calls allowed (q) in a window of seconds (w).
         * @example "burst";q=10;w=1, "sustained";q=60;w=60
         */
        RateLimitPolicy: string;
        /**
         * @description Names this call; quote it to support.
         * @example req_70ac81fe9ef7a3c6
         */
        RequestId: string;
        /**
         * @description Seconds to wait before the call is repeated: always on 429, sometimes on 500.
         * @example 1
         */
        RetryAfter: number;
        /**
         * @description What is wrong with the key (RFC 6750).
         * @example Bearer realm="Meetso API", error="invalid_token"
         */
        WwwAuthenticate: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listMeetings: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next_cursor` of the page before, unchanged, within 24 hours. */
                cursor?: string;
                /** @description How many stand on a page. */
                limit?: number;
                /** @description Only meetings that were created within this time before the first page. */
                time_range?: "24h" | "7d" | "30d" | "90d" | "all";
            };
            header?: {
                /** @description Your own name of the call: the answer carries it, and support finds the call by it. One that is not 1 to 128 letters, digits, dots, colons, - or _ is ignored. */
                "x-client-request-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of meetings. */
            200: {
                headers: {
                    "API-Version": components["headers"]["ApiVersion"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-client-request-id": components["headers"]["ClientRequestId"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "mtg_4k9v2m7x1c8b3n6q0z5w",
                     *           "title": "Kick-off",
                     *           "starts_at": "2031-05-06T07:08:09.000Z",
                     *           "duration_minutes": 30,
                     *           "created_at": "2031-05-01T09:00:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["MeetingPage"];
                };
            };
            400: components["responses"]["invalid_request_or_invalid_cursor"];
            401: components["responses"]["unauthorized_or_invalid_key"];
            403: components["responses"]["scope_missing"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            default: components["responses"]["any"];
        };
    };
    createMeeting: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this call: repeated with the same key and body within 24 hours, it gets the same answer and creates nothing again. */
                "Idempotency-Key"?: string;
                /** @description Your own name of the call: the answer carries it, and support finds the call by it. One that is not 1 to 128 letters, digits, dots, colons, - or _ is ignored. */
                "x-client-request-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Kick-off",
                 *       "starts_at": "2031-05-06T07:08:09.000Z",
                 *       "duration_minutes": 30
                 *     }
                 */
                "application/json": components["schemas"]["NewMeeting"];
            };
        };
        responses: {
            /** @description The new meeting. */
            201: {
                headers: {
                    "API-Version": components["headers"]["ApiVersion"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-client-request-id": components["headers"]["ClientRequestId"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "mtg_4k9v2m7x1c8b3n6q0z5w",
                     *       "title": "Kick-off",
                     *       "starts_at": "2031-05-06T07:08:09.000Z",
                     *       "duration_minutes": 30,
                     *       "created_at": "2031-05-01T09:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Meeting"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized_or_invalid_key"];
            403: components["responses"]["scope_missing"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            default: components["responses"]["any"];
        };
    };
    getMeeting: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name of the call: the answer carries it, and support finds the call by it. One that is not 1 to 128 letters, digits, dots, colons, - or _ is ignored. */
                "x-client-request-id"?: string;
            };
            path: {
                /**
                 * @description The id of a meeting.
                 * @example mtg_4k9v2m7x1c8b3n6q0z5w
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The meeting. */
            200: {
                headers: {
                    "API-Version": components["headers"]["ApiVersion"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-client-request-id": components["headers"]["ClientRequestId"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "mtg_4k9v2m7x1c8b3n6q0z5w",
                     *       "title": "Kick-off",
                     *       "starts_at": "2031-05-06T07:08:09.000Z",
                     *       "duration_minutes": 30,
                     *       "created_at": "2031-05-01T09:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Meeting"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized_or_invalid_key"];
            403: components["responses"]["scope_missing"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            default: components["responses"]["any"];
        };
    };
    deleteMeeting: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name of the call: the answer carries it, and support finds the call by it. One that is not 1 to 128 letters, digits, dots, colons, - or _ is ignored. */
                "x-client-request-id"?: string;
            };
            path: {
                /**
                 * @description The id of a meeting.
                 * @example mtg_4k9v2m7x1c8b3n6q0z5w
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The meeting is deleted. */
            204: {
                headers: {
                    "API-Version": components["headers"]["ApiVersion"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-client-request-id": components["headers"]["ClientRequestId"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized_or_invalid_key"];
            403: components["responses"]["scope_missing"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            default: components["responses"]["any"];
        };
    };
    changeMeeting: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name of the call: the answer carries it, and support finds the call by it. One that is not 1 to 128 letters, digits, dots, colons, - or _ is ignored. */
                "x-client-request-id"?: string;
            };
            path: {
                /**
                 * @description The id of a meeting.
                 * @example mtg_4k9v2m7x1c8b3n6q0z5w
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "Kick-off, moved",
                 *       "duration_minutes": 45
                 *     }
                 */
                "application/json": components["schemas"]["MeetingChanges"];
            };
        };
        responses: {
            /** @description The meeting as it is now. */
            200: {
                headers: {
                    "API-Version": components["headers"]["ApiVersion"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-client-request-id": components["headers"]["ClientRequestId"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "mtg_4k9v2m7x1c8b3n6q0z5w",
                     *       "title": "Kick-off",
                     *       "starts_at": "2031-05-06T07:08:09.000Z",
                     *       "duration_minutes": 30,
                     *       "created_at": "2031-05-01T09:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Meeting"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized_or_invalid_key"];
            403: components["responses"]["scope_missing"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            default: components["responses"]["any"];
        };
    };
    listParticipants: {
        parameters: {
            query?: {
                /** @description Where the page begins: `next_cursor` of the page before, unchanged, within 24 hours. */
                cursor?: string;
                /** @description How many stand on a page. */
                limit?: number;
            };
            header?: {
                /** @description Your own name of the call: the answer carries it, and support finds the call by it. One that is not 1 to 128 letters, digits, dots, colons, - or _ is ignored. */
                "x-client-request-id"?: string;
            };
            path: {
                /**
                 * @description The id of a meeting.
                 * @example mtg_4k9v2m7x1c8b3n6q0z5w
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of participants. */
            200: {
                headers: {
                    "API-Version": components["headers"]["ApiVersion"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-client-request-id": components["headers"]["ClientRequestId"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "data": [
                     *         {
                     *           "id": "prt_8d2k5p0w7j4m1x9c6v3b",
                     *           "name": "Amara Okafor",
                     *           "joined_at": "2031-05-06T07:09:00.000Z",
                     *           "left_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ParticipantPage"];
                };
            };
            400: components["responses"]["invalid_request_or_invalid_cursor"];
            401: components["responses"]["unauthorized_or_invalid_key"];
            403: components["responses"]["scope_missing"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal_error"];
            default: components["responses"]["any"];
        };
    };
}
