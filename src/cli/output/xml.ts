const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** For text and for attributes. XML has no other control characters than these, not even escaped. */
export function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (c) => ENTITIES[c]).replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
