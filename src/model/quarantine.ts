import type { ServiceId } from './service';
import type { CallModel, EdgeModel, ExternalEdgeModel } from './edge';

/** A service is cut off. It stays so past its day, until the declaration is taken back: what ends by itself would reopen in silence. */
export interface QuarantineModel {
  readonly reason: string;
  /** The last day on which it is meant to hold; left out: nothing was said. */
  readonly expires?: string;
  readonly owner?: string;
}

/** Declared, in force, and not granted, because one end of it is in quarantine. Every list is sorted by id. */
export interface WithheldModel {
  readonly edges: readonly EdgeModel[];
  readonly calls: readonly CallModel[];
  readonly externals: readonly ExternalEdgeModel[];
  /** Those that call the API server; left out: none. */
  readonly apiServer?: readonly ServiceId[];
}
