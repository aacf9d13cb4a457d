import { principalsOf } from '../../model/names';
import type { CheckRule } from '../facts';
import { identityEdges } from '../identity-edges';

/** Given by identity, its egress and its Sidecar would stay closed, and its pods would be named a second time. */
export const declaredIdentity: CheckRule = (facts) => {
  const { mesh, services } = facts.index.model;
  const declared = new Map(services.flatMap((service) => principalsOf(mesh.trustDomain, service).map((p) => [p, service.id] as const)));
  return [...identityEdges(facts)].flatMap(({ caller: { principal }, construct }) => {
    const id = declared.get(principal);
    return id === undefined
      ? []
      : [{
          code: 'declared-identity',
          construct,
          message: `\`${principal}\` is the declared service \`${id}\``,
          repair: 'pass the `MeshService` itself to `allowFrom`',
        }];
  });
};
