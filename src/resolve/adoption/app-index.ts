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

  constructor({ workloads, kubernetesServices, unread = [] }: AppFacts) {
    this.unread = new Set(unread);
    this.workloads = new Map(workloads.map((w) => [w.construct, w]));
    this.pods = new LabelIndex(workloads, ({ labels }) => labels);
    for (const service of kubernetesServices) {
      const [pair] = Object.entries(service.selector);
      if (pair === undefined) continue;
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
    return this.pods.selectedBy(namespace, selector);
  }

  /** Kubernetes Services that lead to some of these pods. */
  servicesOf(namespace: string, pods: readonly Labels[]): readonly KubernetesServiceFact[] {
    const found = pods.flatMap((labels) => Object.entries(labels).flatMap((pair) => this.services.get(keyOf(namespace, pair)) ?? [])
      .filter(({ selector }) => Object.entries(selector).every(([key, value]) => labels[key] === value)));
    return [...new Set(found)];
  }
}

function keyOf(namespace: string, [key, value]: readonly [string, string]): string {
  return `${namespace}\n${key}\n${value}`;
}
