import {
  LINKERD_GROUP, type LinkerdAuthorizationPolicy, type LinkerdHttpRoute, type LinkerdObject, type LinkerdServer, type LinkerdServerAuthorization,
} from '../../manifest/linkerd/kinds';
import type { Placed } from '../../manifest/manifests';
import type { GatewayRoute } from '../../manifest/route-kinds';
import { namespaceOfObject } from '../cluster/policies';
import { selects } from '../matcher/selector';
import type { WorkloadView } from '../types';
import type { World } from '../world';
import type { LinkerdView } from './mesh';

export function linkerdOf<T extends LinkerdObject>({ policies }: LinkerdView, kind: T['kind']): readonly Placed<T>[] {
  return policies.filter((p): p is Placed<T> => p.object.kind === kind);
}

/** The ports of a pod that a Server is for; a number counts whether containers declare it or not. */
export function portsOfServer({ object: { spec } }: Placed<LinkerdServer>, workload: WorkloadView): readonly number[] {
  if (typeof spec.port === 'number') return [spec.port];
  return workload.containerPorts.filter((c) => c.name === spec.port && c.protocol === 'TCP').map((c) => c.containerPort);
}

export function selectsPod(server: Placed<LinkerdServer>, workload: WorkloadView): boolean {
  const { podSelector } = server.object.spec;
  return podSelector !== undefined && namespaceOfObject(server) === workload.namespace && selects(podSelector, workload.labels);
}

/** Of which by rights there is one at most. */
export function serversAt({ linkerd }: World, workload: WorkloadView, port: number): readonly Placed<LinkerdServer>[] {
  return (linkerd.servers.get(workload.namespace) ?? []).filter((s) => selectsPod(s, workload) && portsOfServer(s, workload).includes(port));
}

/** HTTPRoutes of either group that are attached to a Server. */
export function routesOfServer({ linkerd, policies }: World, server: Placed<LinkerdServer>): readonly Placed<LinkerdHttpRoute | GatewayRoute>[] {
  const routes = [...linkerdOf<LinkerdHttpRoute>(linkerd, 'HTTPRoute'), ...policies.gatewayRoutes.filter((r) => r.object.kind === 'HTTPRoute')];
  const namespace = namespaceOfObject(server);
  return routes.filter((route) => (route.object.spec.parentRefs ?? []).some((parent) => (
    parent.group === LINKERD_GROUP && parent.kind === 'Server' && parent.name === server.object.metadata.name
    && (parent.namespace ?? namespaceOfObject(route)) === namespace
  )));
}

/** Who may call a Server, whatever its routes say: one of them is enough. */
export interface ServerGrant {
  readonly source: Placed<LinkerdServer | LinkerdServerAuthorization | LinkerdAuthorizationPolicy>;
  readonly path: string;
  /** No certificate is asked for. */
  readonly anonymous: boolean;
}

export function grantsOf({ linkerd }: World, server: Placed<LinkerdServer>): readonly ServerGrant[] {
  const namespace = namespaceOfObject(server);
  const { metadata: { name, labels = {} }, spec: { accessPolicy = 'deny' } } = server.object;
  const here = <T extends LinkerdObject>(kind: T['kind']): readonly Placed<T>[] => linkerdOf<T>(linkerd, kind).filter((o) => namespaceOfObject(o) === namespace);
  const own: readonly ServerGrant[] = accessPolicy === 'deny' ? [] : [{ source: server, path: 'spec.accessPolicy', anonymous: !accessPolicy.endsWith('-authenticated') }];
  const byServer = here<LinkerdServerAuthorization>('ServerAuthorization').filter(({ object: { spec } }) => (
    spec.server.name === name || (spec.server.selector !== undefined && selects(spec.server.selector, labels))
  )).map((source): ServerGrant => ({ source, path: 'spec.server', anonymous: source.object.spec.client.meshTLS === undefined }));
  const byPolicy = here<LinkerdAuthorizationPolicy>('AuthorizationPolicy')
    .filter(({ object: { spec: { targetRef } } }) => targetRef.kind === 'Namespace' || (targetRef.kind === 'Server' && targetRef.name === name))
    .map((source): ServerGrant => ({
      source, path: 'spec.targetRef', anonymous: source.object.spec.requiredAuthenticationRefs.every(({ kind }) => kind === 'NetworkAuthentication'),
    }));
  return [...own, ...byServer, ...byPolicy];
}
