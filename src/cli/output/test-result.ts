import type { CaseResult } from '../../cases';

export interface CaseFileResult {
  readonly file: string;
  readonly results: readonly CaseResult[];
}

export function countFailures(files: readonly CaseFileResult[]): { readonly total: number; readonly failed: number } {
  const all = files.flatMap((f) => f.results);
  return { total: all.length, failed: all.filter((c) => !c.holds).length };
}
