import type { ManifestObject } from '../../manifest/manifests';
import { within } from '../matcher/cidr';
import { isOutside } from '../outside';
import { refText, ruleRef } from '../refs';
import type { MeshSettings, WorkloadView } from '../types';
import type { PlacedEndpoint } from './placed-endpoints';
import { namespaceOfObject } from './policies';

/** Who is behind an address that somebody put behind a Service. */
export interface Resident {
  readonly workload: WorkloadView;
  /** istiod does not know that it is this pod, so that sidecars send it plaintext. */
  readonly unrecognized: boolean;
}

/** An address leads to the pod that has it, whatever it is said to be; a pod of which no address is known is the one that it is said to be. */
export class Addresses {
  private readonly byIp = new Map<string, WorkloadView[]>();
  private readonly pods: ReadonlyMap<string, WorkloadView>;
  private readonly known = new Map<string, WorkloadView>();

  constructor(objects: readonly ManifestObject[], workloads: readonly WorkloadView[], private readonly settings: MeshSettings) {
    const names = new Set(objects.filter(({ object }) => object.kind === 'Pod').map((o) => `${namespaceOfObject(o)}/${o.object.metadata.name}`));
    // Of several of one name the first.
    this.pods = new Map(workloads.filter((w) => w.apart === undefined && names.has(w.id)).reverse().map((w) => [w.id, w]));
    for (const workload of workloads) {
      for (const ip of workload.ips ?? (workload.ip === undefined ? [] : [workload.ip])) {
        const same = this.byIp.get(ip);
        if (same === undefined) this.byIp.set(ip, [workload]);
        else same.push(workload);
      }
    }
  }

  /** `isMachineToo`: an address may be a WorkloadEntry's, of which kube-proxy knows nothing. */
  at(endpoint: PlacedEndpoint, isMachineToo = false): Resident {
    const { address, pod, source } = endpoint;
    const there = this.byIp.get(address) ?? [];
    const named = pod === undefined ? undefined : this.pods.get(`${pod.namespace}/${pod.name}`);
    const [only] = there;
    if (there.length === 1 && (only.apart === undefined || isMachineToo) && !only.hostNetwork && (pod === undefined || named === only)) {
      // Of a pod that nothing names istiod looks in the namespace of the slice only.
      return { workload: only, unrecognized: named === undefined && only.namespace !== namespaceOfObject(source) };
    }
    if (there.length === 0 && named !== undefined && named.ip === undefined) return { workload: named, unrecognized: false };
    return { workload: this.unknown(endpoint, there, named), unrecognized: true };
  }

  private unknown(endpoint: PlacedEndpoint, there: readonly WorkloadView[], named: WorkloadView | undefined): WorkloadView {
    const { address, path, source } = endpoint;
    const ref = ruleRef(source, path);
    const key = `${refText(ref)} ${address}`;
    let view = this.known.get(key);
    if (view !== undefined) return view;
    const { podCidrs } = this.settings;
    const isNowhereHere = there.length === 0 && named === undefined
      && (podCidrs === undefined ? isOutside(address) : !podCidrs.some((cidr) => within(address, cidr)));
    const doubt = isNowhereHere ? {} : { doubt: { text: `${refText(ref)} puts ${address} there, and ${doubtOf(endpoint, there, named)}`, ref } };
    this.known.set(key, view = { ...NOBODY, id: address, name: address, ip: address, ...doubt });
    return view;
  }
}

export const NOBODY = {
  namespace: '', labels: {}, annotations: {}, serviceAccount: '', dataPlane: 'none', hostNetwork: false, containerPorts: [], assumed: false, apart: 'address',
} as const;

function doubtOf({ pod }: PlacedEndpoint, there: readonly WorkloadView[], named: WorkloadView | undefined): string {
  if (named !== undefined) return `Pod ${named.id}, which it says that is, has ${named.ip ?? 'another address'}`;
  if (there.length > 0) return `${there.map(({ id }) => id).sort().join(', ')} ${there.length === 1 ? 'is' : 'are'} at that address`;
  return pod === undefined ? 'who has that address the manifests do not show' : `Pod ${pod.namespace}/${pod.name}, which it says that is, is not in the manifests`;
}
