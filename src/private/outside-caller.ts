import type { CallerPods } from '../caller-pods';
import { DataPlane } from '../data-plane';
import type { CallerPodsModel, MeshModel } from '../model/model';
import { flag, invalid, member, struct, text } from './arguments';
import { trustDomainName } from './hosts';
import { namespaceName, objectName, podLabels } from './names';

/** What is known of the pods behind an identity. */
export interface OutsidePods {
  /** Undefined stays undefined: whether an edge needs them is only known with the platform. */
  readonly pods: CallerPodsModel | undefined;
  readonly dataPlane?: DataPlane;
}

export function callerPods(what: string, namespace: string, options: CallerPods | undefined): OutsidePods {
  const given = struct(`options of ${what}`, options);
  const pods = podsOf(what, namespace, given);
  return given.dataPlane === undefined || given.dataPlane === null ? { pods } : { pods, dataPlane: member('dataPlane', given.dataPlane, DataPlane) };
}

function podsOf(what: string, namespace: string, given: Partial<CallerPods>): CallerPodsModel | undefined {
  const wholeNamespace = flag('wholeNamespace', given.wholeNamespace, false);
  const labels = given.podLabels === undefined || given.podLabels === null ? undefined : podLabels('podLabels', given.podLabels);
  if (wholeNamespace && labels !== undefined) {
    throw invalid('conflicting-pods', `${what} has both \`podLabels\` and \`wholeNamespace\``, 'keep `podLabels`; the whole namespace is wider');
  }
  if (labels !== undefined) return { namespace, labels, wholeNamespace: false };
  return wholeNamespace ? { namespace, labels: {}, wholeNamespace: true } : undefined;
}

export interface Identity {
  /** Undefined: the mesh's own. */
  readonly trustDomain?: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

export function identityOf(namespace: unknown, serviceAccount: unknown): Identity {
  return { namespace: namespaceName('namespace', namespace), serviceAccount: objectName('service account', serviceAccount) };
}

/** https://istio.io/latest/docs/concepts/security/#istio-identity: `spiffe://<trust domain>/ns/<namespace>/sa/<service account>` */
export function parseSpiffeId(value: unknown): Identity {
  const given = text('SPIFFE id', value, 'invalid-spiffe-id');
  const parts = /^spiffe:\/\/([^/]*)\/ns\/([^/]*)\/sa\/([^/]*)$/.exec(given);
  if (parts === null) {
    const bare = /^([^/:]+)\/ns\/[^/]+\/sa\/[^/]+$/.test(given);
    throw invalid('invalid-spiffe-id', `SPIFFE id \`${given}\` is not of the form \`spiffe://<trust domain>/ns/<namespace>/sa/<service account>\``,
      bare ? `write \`spiffe://${given}\`` : given.includes('*') ? 'name each identity; a wildcard would admit identities that nobody declared' : 'write it like `spiffe://cluster.local/ns/shop/sa/frontend`');
  }
  return { trustDomain: trustDomainName('trust domain', parts[1]), ...identityOf(parts[2], parts[3]) };
}

/** As policies and certificates have it, without the scheme. */
export function principalOf(mesh: MeshModel, { trustDomain = mesh.trustDomain, namespace, serviceAccount }: Identity): string {
  return `${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
}
