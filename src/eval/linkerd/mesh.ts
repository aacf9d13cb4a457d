import type { Labels } from '../../manifest/kinds';
import type { LinkerdObject, LinkerdServer } from '../../manifest/linkerd/kinds';
import type { Manifests, Placed } from '../../manifest/manifests';
import { namespaceOfObject } from '../cluster/policies';
import type { Tri } from '../tri';
import type { WorkloadView } from '../types';

/** What the manifests say of a mesh of Linkerd. It is not evaluated: what it may refuse is undetermined. */
export interface LinkerdView {
  readonly policies: readonly Placed<LinkerdObject>[];
  /** Those of each namespace. */
  readonly servers: ReadonlyMap<string, readonly Placed<LinkerdServer>[]>;
  /** Of the namespaces whose object is in the manifests. */
  readonly annotations: ReadonlyMap<string, Labels>;
}

export function linkerdView({ objects, unread }: Manifests): LinkerdView {
  const policies = unread.flatMap(({ linkerd }) => linkerd ?? []);
  const servers = new Map<string, Placed<LinkerdServer>[]>();
  for (const policy of policies) {
    if (!isServer(policy)) continue;
    const namespace = namespaceOfObject(policy);
    const known = servers.get(namespace);
    if (known === undefined) servers.set(namespace, [policy]);
    else known.push(policy);
  }
  return {
    policies,
    servers,
    annotations: new Map(objects.flatMap(({ object }) => (object.kind === 'Namespace' ? [[object.metadata.name, object.metadata.annotations ?? {}]] : []))),
  };
}

function isServer(policy: Placed<LinkerdObject>): policy is Placed<LinkerdServer> {
  return policy.object.kind === 'Server';
}

const INJECT = 'linkerd.io/inject';
const ENABLING = ['enabled', 'ingress'];
/** The injector writes it on pods. */
const INJECTED = 'linkerd.io/control-plane-ns';

/** A pod's own annotation, else its namespace's, which the injector copies. */
export function settingOf({ annotations }: LinkerdView, workload: WorkloadView, key: string): string | undefined {
  return workload.annotations[key] ?? annotations.get(workload.namespace)?.[key];
}

/**
 * Has the pod a proxy of Linkerd? `unknown`: neither it nor a Namespace object says so.
 * https://github.com/linkerd/linkerd2/blob/main/pkg/inject/report.go
 */
export function isLinkerdMeshed(linkerd: LinkerdView, workload: WorkloadView): Tri {
  if (workload.labels[INJECTED] !== undefined) return 'yes';
  if (workload.hostNetwork) return 'no';
  const asked = settingOf(linkerd, workload, INJECT);
  if (asked !== undefined) return ENABLING.includes(asked) ? 'yes' : 'no';
  return linkerd.annotations.has(workload.namespace) ? 'no' : 'unknown';
}

/** `25,3306,8000-8010`. What is no number is not in it. */
export function listsPort(ports: string | undefined, port: number): boolean {
  return (ports ?? '').split(',').some((part) => {
    const [from, to = from] = part.split('-').map((end) => Number(end.trim() || Number.NaN));
    return from <= port && port <= to;
  });
}
