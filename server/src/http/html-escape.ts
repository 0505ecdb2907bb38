/** Text as HTML shows it, in an element or a quoted attribute: `&`, `<`, `>` and both quotes as references. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
