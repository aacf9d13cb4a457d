import type { Labels, LabelSelector, NetworkPolicyPeer } from '../../manifest/kinds';
import { selects, selectsAll, selectsKnowing, selectsPartly } from '../matcher/selector';
import { type Tri, tri } from '../tri';
import type { WorkloadView } from '../types';
import { NAME_LABEL, namespaceLabels, type World } from '../world';

/** Pods of one namespace that a peer selects; `unknown`: where the labels of the namespace are such. */
interface Selected {
  readonly pods: readonly WorkloadView[];
  readonly match: 'yes' | 'unknown';
}

/** The pods of a world by what selectors ask for. */
export interface Pods {
  has(workload: WorkloadView): boolean;
  readonly hostNetwork: readonly WorkloadView[];
  /** Whom a peer that is no `ipBlock` means. */
  selected(policyNamespace: string, peer: NetworkPolicyPeer): readonly Selected[];
}

const known = new WeakMap<World, Pods>();

export function podsOf(world: World): Pods {
  let pods = known.get(world);
  if (pods === undefined) known.set(world, pods = new PodIndex(world));
  return pods;
}

interface OfNamespace {
  readonly all: WorkloadView[];
  readonly byLabel: Map<string, Map<string, WorkloadView[]>>;
}

const NONE: readonly never[] = [];

class PodIndex implements Pods {
  public readonly hostNetwork: readonly WorkloadView[];
  private readonly all: ReadonlySet<WorkloadView>;
  private readonly unsure: readonly WorkloadView[];
  private readonly byNamespace = new Map<string, OfNamespace>();

  constructor(private readonly world: World) {
    const pods = world.workloads.filter((w) => w.apart === undefined);
    this.all = new Set(pods);
    this.hostNetwork = pods.filter((w) => w.hostNetwork);
    this.unsure = pods.filter((w) => w.unsureOf !== undefined);
    for (const pod of pods) this.add(pod);
  }

  public has(workload: WorkloadView): boolean {
    return this.all.has(workload);
  }

  public selected(policyNamespace: string, { namespaceSelector, podSelector = {} }: NetworkPolicyPeer): readonly Selected[] {
    if (namespaceSelector === undefined) return this.inNamespace(policyNamespace, podSelector, 'yes');
    const name = namespaceSelector.matchLabels?.[NAME_LABEL];
    return (name === undefined ? [...this.byNamespace.keys()] : [name]).flatMap((namespace): readonly Selected[] => {
      const match = this.matching(namespaceSelector, namespace);
      return match === 'no' ? NONE : this.inNamespace(namespace, podSelector, match);
    });
  }

  private inNamespace(namespace: string, selector: LabelSelector, match: 'yes' | 'unknown'): readonly Selected[] {
    const pods = this.carrying(namespace, selector);
    if (this.unsure.length === 0) return [{ pods, match }];
    const perhaps = this.unsure.filter((w) => w.namespace === namespace && selectsPartly(selector, w.labels, w.unsureOf!) === 'unknown');
    return [{ pods: pods.filter((w) => !perhaps.includes(w)), match }, { pods: perhaps, match: 'unknown' }];
  }

  private add(workload: WorkloadView): void {
    let namespace = this.byNamespace.get(workload.namespace);
    if (namespace === undefined) this.byNamespace.set(workload.namespace, namespace = { all: [], byLabel: new Map() });
    namespace.all.push(workload);
    for (const [key, value] of Object.entries(workload.labels)) {
      let values = namespace.byLabel.get(key);
      if (values === undefined) namespace.byLabel.set(key, values = new Map<string, WorkloadView[]>());
      const found = values.get(value);
      if (found === undefined) values.set(value, [workload]);
      else found.push(workload);
    }
  }

  private matching(selector: LabelSelector, namespace: string): Tri {
    if (selectsAll(selector)) return 'yes';
    const { labels, complete } = namespaceLabels(this.world, namespace);
    return complete ? tri(selects(selector, labels)) : selectsKnowing(selector, labels);
  }

  private carrying(namespace: string, selector: LabelSelector): readonly WorkloadView[] {
    const pods = this.byNamespace.get(namespace);
    if (pods === undefined) return NONE;
    const wanted: Labels = selector.matchLabels ?? {};
    let fewest: readonly WorkloadView[] = pods.all;
    for (const key in wanted) {
      const found = pods.byLabel.get(key)?.get(wanted[key]) ?? NONE;
      if (found.length < fewest.length) fewest = found;
    }
    return fewest.every((w) => selects(selector, w.labels)) ? fewest : fewest.filter((w) => selects(selector, w.labels));
  }
}
