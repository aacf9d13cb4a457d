/** Names come from anybody's manifests: what a reader would not see, or would see in another order, is shown as a mark. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Surrogate}\u2028\u2029\uFFFE\uFFFF]/gu, '\uFFFD');
}
