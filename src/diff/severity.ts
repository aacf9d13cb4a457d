import type { AccessDiff, CalleeDiff } from './types';

export interface Counts {
  readonly broadening: number;
  readonly narrowing: number;
  /** Of one layer alone, and what is decided on neither side. */
  readonly other: number;
}

export function countsOf({ callees, externals }: AccessDiff): Counts {
  const effects = [
    ...callees.flatMap(({ changes, mtls, undecided }) => [
      ...changes.flatMap(({ steps }) => [...new Set(steps.map((s) => s.effect))]),
      ...(mtls === undefined ? [] : [mtls.effect]),
      ...undecided.flatMap((u) => u.effect ?? []),
    ]),
    ...externals.flatMap((e) => (e.layer === undefined ? e.effect ?? [] : [])),
  ];
  return {
    broadening: effects.filter((e) => e === 'broadening').length,
    narrowing: effects.filter((e) => e === 'narrowing').length,
    other: callees.flatMap(({ layers, undecided }) => [...layers, ...undecided.filter((u) => u.effect === undefined)]).length
      + externals.filter((e) => e.layer !== undefined || e.effect === undefined).length,
  };
}

/** More than is permitted: `broadening` is no more than before, `any` nothing else at all. */
export function isBeyond(diff: AccessDiff, failOn: 'broadening' | 'any' | 'nothing'): boolean {
  const { broadening, narrowing, other } = countsOf(diff);
  return failOn === 'any' ? broadening + narrowing + other > 0 : failOn === 'broadening' && broadening > 0;
}

/** 0 is the worst: everybody of a kind may do something now. */
export function rankOf({ changes, mtls, undecided, layers }: CalleeDiff): number {
  const broadening = changes.filter(({ steps }) => steps.some((s) => s.effect === 'broadening'));
  if (broadening.some(({ crowd }) => crowd)) return 0;
  if (broadening.length > 0) return 1;
  if (mtls?.effect === 'broadening' || undecided.some((u) => u.effect === 'broadening')) return 2;
  if (changes.length > 0 || mtls !== undefined) return 3;
  return undecided.length > 0 || layers.some(({ effect }) => effect === 'broadening') ? 4 : 5;
}
