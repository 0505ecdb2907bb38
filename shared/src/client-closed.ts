/** The cause of a request whose client left before its answer. A code of a profile cannot have this name. */
export const CLIENT_CLOSED = 'client_closed';
