/** What a test that starts a desk in its own process signs in with; set it as STAFF_TOKEN. */
export const STAFF_TOKEN = 'a-staff-token-of-at-least-32-characters';

/** The headers of a call by staff. */
export const STAFF = { authorization: `Bearer ${STAFF_TOKEN}` };
