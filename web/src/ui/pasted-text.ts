/**
 * What was pasted, as text: its plain text, else its HTML with the tags, which the server reads, for
 * programs that offer nothing else. Empty when there is neither.
 */
export function pastedText(data: Pick<DataTransfer, 'getData'> | null): string {
  const plain = data?.getData('text/plain') ?? '';
  return plain.trim() === '' ? (data?.getData('text/html') ?? '') : plain;
}
