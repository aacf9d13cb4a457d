import type { ICaller } from '../../caller';
import { DataPlane } from '../../data-plane';
import type { ForeignPodsSpec } from '../../foreign-pods';
import { KubernetesService } from '../../kubernetes-service';
import type { CallerModel, MeshModel } from '../../model/model';
import { ServicePort } from '../../service-port';
import { flag, instance, invalid, member, optionalList, struct, text } from '../arguments';
import { namespaceName, objectName, podLabels } from '../names';
import { principalOf } from '../outside-caller';

/** What is known of them before it is known where they run. */
export interface PodsMade {
  readonly madeBy: string;
  readonly podLabels: Record<string, string>;
  readonly ports: readonly ServicePort[];
  readonly services: readonly KubernetesService[];
  readonly serviceAccountName: string;
  /** Of a namespace's; left out: its own. */
  readonly dataPlaneIn?: (namespace: DataPlane) => DataPlane;
  readonly finish: boolean;
  /** What they cannot do without. */
  readonly needs: readonly Need[];
}

/** Target ports of these pods that somebody calls, or the API server, which they call. */
export type Need
  = | { readonly of: 'peers'; readonly ports: readonly number[] }
    | { readonly of: 'operator'; readonly operator: ICaller; readonly ports: readonly number[] }
    | { readonly of: 'api-server' };

export function foreignPods(spec: ForeignPodsSpec): PodsMade {
  const given = struct('props of ForeignPods.of', spec);
  const { dataPlane } = given;
  const plane = dataPlane === undefined || dataPlane === null ? undefined : member('dataPlane', dataPlane, DataPlane);
  return {
    madeBy: text('madeBy', given.madeBy),
    podLabels: podLabels('podLabels', given.podLabels),
    ports: optionalList('ports', given.ports, (what, v) => instance(what, v, ServicePort, 'write `ServicePort.http(80)`')) ?? [],
    services: optionalList('services', given.services, (what, v) => instance(what, v, KubernetesService, 'write `KubernetesService.of(name, { ports })`')) ?? [],
    serviceAccountName: objectName('service account name', given.serviceAccountName ?? 'default'),
    ...(plane === undefined ? {} : { dataPlaneIn: () => plane }),
    finish: flag('finish', given.finish, false),
    needs: [],
  };
}

/** Pods that dial each other's addresses: a Sidecar knows Services alone, and lets nothing else out. */
export function withoutSidecars(what: string, value: unknown): DataPlane {
  const plane = member('dataPlane', value ?? DataPlane.NONE, DataPlane);
  if (plane !== DataPlane.SIDECAR) return plane;
  throw invalid('unsupported-data-plane', `${what} dial each other by address, which their Sidecar would refuse`, 'leave `dataPlane` out, or give `DataPlane.AMBIENT`');
}

interface Operator {
  /** As given. */
  readonly namespace: unknown;
  readonly podLabels: Record<string, string>;
  readonly serviceAccountName: string;
}

/** In the mesh it is known by its identity, outside by its pods alone. */
export function operatorPods({ namespace: given, podLabels: labels, serviceAccountName: serviceAccount }: Operator, plane: DataPlane): ICaller {
  const namespace = namespaceName('operatorNamespace', given);
  return {
    callerName: `${namespace}/${serviceAccount}`,
    _toCaller: (mesh: MeshModel): CallerModel => ({
      kind: 'identity',
      role: 'spiffe',
      principal: principalOf(mesh, { namespace, serviceAccount }),
      pods: { namespace, labels, wholeNamespace: false },
      ...(plane === DataPlane.NONE ? { dataPlane: plane } : {}),
    }),
  };
}
