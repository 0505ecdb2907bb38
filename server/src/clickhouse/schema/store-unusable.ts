/** Thrown for a store that cannot be used as it is; the message is one line that says what to do. */
export class StoreUnusable extends Error {}
