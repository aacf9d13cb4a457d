import { isOfOrdinal, isOrdinalLabel } from '../../manifest/ordinal-labels';
import { LabelIndex } from '../../private/label-index';
import type { Labels } from '../../model/model';
import type { AppFacts, KubernetesServiceFact, WorkloadFact } from '../app-facts';

/** The App with the look-ups that adoption needs: thousands of services do not each meet thousands of objects. */
export class AppIndex {
  private readonly workloads: ReadonlyMap<string, WorkloadFact>;
  private readonly pods: LabelIndex<WorkloadFact>;
  /** By namespace and one pair of the selector, which every pod that is selected has. */
  private readonly services = new Map<string, KubernetesServiceFact[]>();

  private readonly unread: ReadonlySet<string>;
  private readonly all: readonly WorkloadFact[];

  constructor({ workloads, kubernetesServices, unread = [] }: AppFacts) {
    this.all = workloads;
    this.unread = new Set(unread);
    this.workloads = new Map(workloads.map((w) => [w.construct, w]));
    this.pods = new LabelIndex(workloads, ({ labels }) => labels);
    for (const service of kubernetesServices) {
      const pairs = Object.entries(service.selector);
      if (pairs.length === 0) continue;
      const pair = pairs.find(([key]) => !isOrdinalLabel(key)) ?? OF_ORDINALS;
      const key = keyOf(service.namespace, pair);
      const known = this.services.get(key);
      if (known === undefined) this.services.set(key, [service]);
      else known.push(service);
    }
  }

  workload(construct: string): WorkloadFact | undefined {
    return this.workloads.get(construct);
  }

  /** It is in the App, and what it is could not be read. */
  isUnread(construct: string): boolean {
    return this.unread.has(construct);
  }

  selectedBy({ namespace, selector }: KubernetesServiceFact): readonly WorkloadFact[] {
    const shared = Object.fromEntries(Object.entries(selector).filter(([key]) => !isOrdinalLabel(key)));
    const found = Object.keys(shared).length === 0 ? this.all.filter((w) => w.namespace === namespace) : this.pods.selectedBy(namespace, shared);
    return found.filter((w) => isAmong(w, selector));
  }

  /** Kubernetes Services that lead to some of the pods of these. */
  servicesOf(namespace: string, workloads: readonly WorkloadFact[]): readonly KubernetesServiceFact[] {
    const found = workloads.flatMap((w) => [...Object.entries(w.labels), ...(w.kind === 'StatefulSet' ? [OF_ORDINALS] : [])]
      .flatMap((pair) => this.services.get(keyOf(namespace, pair)) ?? []).filter(({ selector }) => isAmong(w, selector)));
    return [...new Set(found)];
  }
}

/** Some pods of the workload carry all of it; those of a StatefulSet have names and numbers of their own. */
export function isAmong({ kind, name, labels }: WorkloadFact, selector: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value || (kind === 'StatefulSet' && isOfOrdinal(name, key, value)));
}

/** In place of a label whose value is another for each pod. */
const OF_ORDINALS = ['', ''] as const;

function keyOf(namespace: string, [key, value]: readonly [string, string]): string {
  return `${namespace}\n${key}\n${value}`;
}
