import { EVERYTHING } from '../eval/request-set';
import type { EdgeModel, ExternalEdgeModel, ServiceModel } from '../model/model';
import { principalOf } from '../model/names';
import type { Declaration } from './declaration';
import { mostOf } from './declared';
import type { Gap } from './gap';
import type { Context } from './knocks';

/**
 * Whoever has the identity of a caller is admitted as that caller, so that the declaration has to grant it the same: each layer is held to what
 * it says, and none of them could tell that it says too little.
 *
 * Asked of the accounts, those that they come from among them, and not of who says that they are shared.
 */
export function checkSharers(declaration: Declaration): readonly Gap[] {
  const { model, principalsOf } = declaration;
  if (model.mesh.platform !== 'istio') return [];
  const meshed = [...(model.imported ?? []), ...model.services].filter((s) => s.dataPlane !== 'none');
  const holders = new Map<string, ServiceModel[]>();
  for (const one of meshed) for (const p of principalsOf(one.id)) holders.set(p, [...holders.get(p) ?? [], one]);
  const sharers = new Map<string, Set<ServiceModel>>();
  for (const one of meshed) {
    for (const other of principalsOf(one.id).flatMap((p) => holders.get(p) ?? [])) {
      if (other.id === one.id) continue;
      sharers.set(one.id, (sharers.get(one.id) ?? new Set()).add(other));
      sharers.set(other.id, (sharers.get(other.id) ?? new Set()).add(one));
    }
  }
  if (sharers.size === 0) return [];
  const granted = new Set(model.edges.map(edgeText));
  const left = new Set(model.externals.map(externalText));
  return [
    ...model.edges.flatMap((edge) => {
      const { caller, pastProxy, access, callee } = edge;
      if (caller.kind !== 'service' || pastProxy === true || edge.identityOf !== undefined) return [];
      return [...sharers.get(caller.service) ?? []]
        .filter(({ id }) => !granted.has(edgeText({ ...edge, caller: { kind: 'service', service: id }, identityOf: caller.service })))
        .map((sharer) => gap(sharer, caller.service, callee, mostOf(access)));
    }),
    ...model.externals.filter((e) => e.through !== undefined && e.identityOf === undefined).flatMap((external) => (
      [...sharers.get(external.caller) ?? []]
        .filter(({ id }) => !left.has(externalText({ ...external, caller: id, identityOf: external.caller })))
        .map((sharer) => gap(sharer, external.caller, external.host, EVERYTHING))
    )),
  ];
}

/** The same of pods in the manifests that run under the account of another service than theirs. */
export function checkBorrowers({ declared, podsOf }: Context): readonly Gap[] {
  const { model, principalsOf } = declared;
  if (model.mesh.platform !== 'istio') return [];
  const holders = new Map<string, ServiceModel>();
  const calling = new Set(model.edges.flatMap(({ caller }) => (caller.kind === 'service' ? [caller.service] : [])));
  for (const one of model.services.filter((s) => calling.has(s.id))) for (const p of principalsOf(one.id)) holders.set(p, one);
  return model.services.flatMap((service) => podsOf(service).flatMap((pod): readonly Gap[] => {
    const principal = principalOf(model.mesh.trustDomain, pod);
    const holder = holders.get(principal);
    if (pod.assumed || pod.dataPlane === 'none' || holder === undefined || principalsOf(service.id).includes(principal)) return [];
    return [{
      ...gap(service, holder.id, `whatever ${holder.id} may call`, EVERYTHING), caller: `${pod.id}, of ${service.id}, which has the identity of ${holder.id},`,
      repair: `let ${pod.id} run under \`${service.serviceAccount}\``,
    }];
  }));
}

function edgeText({ callee, caller, identityOf, sourceCidrs, breakGlass, access }: EdgeModel): string {
  return JSON.stringify([callee, caller, identityOf, sourceCidrs, breakGlass?.id, access]);
}

function externalText({ caller, identityOf, host, through, ports }: ExternalEdgeModel): string {
  return JSON.stringify([caller, identityOf, host, through, ports]);
}

function gap(service: ServiceModel, identity: string, callee: string, requests: Gap['requests']): Gap {
  return {
    statement: 'layer-least-privilege', layer: 'authorization-allow', caller: `${service.id}, which has the identity of ${identity},`, callee,
    protocol: 'TCP', requests, undecided: false, because: [], service,
    repair: 'give each an account of its own, or say of both that they share one (`sharedIdentity`): then what is granted to one is granted to the other',
  };
}
