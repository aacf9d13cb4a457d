/** The first of its name, as it is written; `unknown`: it is encoded, and how a proxy reads it then is not followed. */
export function queryParameter(path: string, name: string): { readonly text: string } | 'unknown' | undefined {
  const at = path.indexOf('?');
  if (at < 0) return undefined;
  for (const part of path.slice(at + 1).split('&')) {
    const [key, ...value] = part.split('=');
    if (/[%+]/.test(key)) return 'unknown';
    if (key !== name) continue;
    const text = value.join('=');
    return /[%+]/.test(text) ? 'unknown' : { text };
  }
  return undefined;
}
