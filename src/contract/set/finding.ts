import type { ContractFile } from '../contract-file';

/** A contract with the file that it was read from. */
export interface SetMember {
  readonly file: string;
  readonly contract: ContractFile;
}

/** `error`: the Apps contradict each other; `warning`: something is not there yet, and nothing is open because of it. */
export type Severity = 'error' | 'warning';

/** Ids never change: pipelines filter by them. */
export type ContractFindingId
  = 'missing-grant' | 'missing-call' | 'missing-contract' | 'unknown-service' | 'unknown-port' | 'moved-identity' | 'stale-import'
    | 'two-owners' | 'declared-twice' | 'shared-identity' | 'shared-pods' | 'same-object' | 'no-owner' | 'lost-isolation' | 'closed-waypoint' | 'shared-trust-domain' | 'different-mesh';

/** Where contracts do not fit each other. */
export interface ContractFinding {
  readonly id: ContractFindingId;
  readonly severity: Severity;
  /** The contracts that it is between, sorted. */
  readonly files: readonly string[];
  /** What is wrong, lower case, values in backticks, no final period. */
  readonly message: string;
  /** What to do, and in whose repository. */
  readonly repair: string;
}

export type SetRule = (set: ContractSet) => readonly ContractFinding[];

/** Contracts with the look-ups that rules need. */
export interface ContractSet {
  readonly members: readonly SetMember[];
  /** The contract that declares a service, in the environment and cluster of `near`; of several the first by file. */
  declarer(service: string, near: SetMember): SetMember | undefined;
  /** The contract that owns a namespace there; of several the first by file. */
  owner(namespace: string, near: SetMember): SetMember | undefined;
}

/** Apps of one cluster: a name in another one is another thing. */
export function placeOf({ contract: { mesh } }: SetMember): string {
  return `${mesh.environment ?? ''}\n${mesh.cluster ?? ''}`;
}

export function finding(
  id: ContractFindingId, severity: Severity, members: readonly SetMember[], message: string, repair: string,
): ContractFinding {
  return { id, severity, files: [...new Set(members.map((m) => m.file))].sort(), message, repair };
}
