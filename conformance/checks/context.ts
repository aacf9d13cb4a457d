import type { Istiod } from '../harness/istiod';
import type { Ledger } from '../harness/ledger';
import type { Options } from '../harness/options';
import type { Workspace } from '../harness/workspace';
import type { Findings } from '../report/findings';

/** What every check works with. */
export interface Context {
  readonly options: Options;
  readonly workspace: Workspace;
  readonly istiod: Istiod;
  readonly ledger: Ledger;
  readonly findings: Findings;
}
