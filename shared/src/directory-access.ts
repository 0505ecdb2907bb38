/**
 * What a desk has of the organisations and keys of its API: nothing, what is known of those that it
 * meets, or their management as well, with pages and calls of its own.
 */
export type DirectoryAccess = 'none' | 'read' | 'managed';
