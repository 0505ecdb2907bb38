/** What of a mail is no word of its writer: tags, and style sheets. */
const STYLE = /<(style|script|head)\b[^>]{0,300}>[^<]{0,20000}<\/\1>/gi;
const BLOCK = /<\/?(?:p|div|br|li|ul|ol|tr|table|h[1-6]|blockquote)\b[^<>]{0,300}>/gi;
/** A mail address in angle brackets is none. */
const TAG = /<\/?[a-z](?![^<>\s]{0,200}@)[^<>]{0,300}>/gi;

/** Text without the tags of HTML; a line for each block. Linear time. */
export function plainText(text: string): string {
  return text.replace(STYLE, '\n').replace(BLOCK, '\n').replace(TAG, ' ');
}
