/** What a stored address names: with ADDRESSES=truncated a network, in which there are others. */
export function addressWord(stored: string): 'address' | 'network' {
  return /\/\d+$/.test(stored) ? 'network' : 'address';
}
