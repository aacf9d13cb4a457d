/** What the file system refuses with, `ENOENT`; an error of another realm is none of ours. */
export function refusalOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
