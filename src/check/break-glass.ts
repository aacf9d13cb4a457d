import type { BreakGlassModel, EdgeModel } from '../model/model';

type BrokenGlass = EdgeModel & { readonly breakGlass: BreakGlassModel };

/** By whoever was let in: who shares their identity comes along. */
export function breakGlassOf(edges: readonly EdgeModel[]): readonly BrokenGlass[] {
  return edges.filter((edge): edge is BrokenGlass => edge.breakGlass !== undefined && edge.identityOf === undefined);
}
