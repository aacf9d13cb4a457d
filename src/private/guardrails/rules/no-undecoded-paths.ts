import type { AccessGraph } from '../../../access-graph';
import { Assumption } from '../../../assumption';
import type { GuardrailFinding } from '../../../guardrail';
import { ExceptionKind } from '../../../graph-elements';
import type { Scope } from '../built-in';

export const NO_UNDECODED_PATHS = {
  id: 'no-undecoded-paths', description: 'nobody is granted paths that the mesh does not decode unless somebody stands by the backend',
};

export function undecodedPaths({ services, edges, exceptions }: AccessGraph, scope: Scope): GuardrailFinding[] {
  const acknowledged = new Set(exceptions
    .filter(({ kind, assumption }) => kind === ExceptionKind.ACKNOWLEDGED_ASSUMPTION && assumption === Assumption.BACKENDS_DO_NOT_DECODE_SLASHES)
    .map(({ service }) => service));
  if (acknowledged.has(undefined)) return [];
  const open = new Set(edges.filter(({ access }) => access.some((a) => a.undecodedPaths)).map(({ callee }) => callee));
  return services.filter(({ id }) => open.has(id) && !acknowledged.has(id) && scope.includes(id)).map(({ id, construct }) => ({
    construct,
    what: `paths of \`${id}\` are granted by prefix, and the mesh does not decode \`%2F\`${scope.because(id)}`,
    repair: 'set `pathNormalization` to `DECODE_AND_MERGE_SLASHES`, grant exact paths, or `acknowledge` that its backend does not decode them',
  }));
}
