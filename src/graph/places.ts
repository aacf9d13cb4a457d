import type { World } from '../eval';
import { placedAt } from '../eval/cluster/services';
import type { EnforcedCallee, EnforcedCaller } from '../report';
import type { GraphNode } from './types';

export type Place = Pick<GraphNode, 'kind' | 'name' | 'namespace'>;

/**
 * Where in the picture somebody stands. Policies see callers as service accounts and callees as Services; both are one place where they are
 * exactly the same pods, and two where they are not: what is true of a part is never drawn at the whole.
 */
export class Places {
  /** By pods, the Service that stands for all Services of them. */
  private readonly ofSet = new Map<string, string>();
  private readonly services = new Map<string, string>();
  private readonly accounts = new Map<string, Place>();
  private readonly accountOf = new Map<string, string>();
  private readonly under = new Map<string, string[]>();
  private readonly behind = new Map<string, string[]>();

  constructor(world: World) {
    const served = new Set<string>();
    for (const workload of world.workloads) {
      const { id, namespace, serviceAccount } = workload;
      this.accountOf.set(id, `${namespace}/${serviceAccount}`);
      push(this.under, `${namespace}/${serviceAccount}`, id);
      for (const service of world.services.selecting(workload)) {
        push(this.behind, `${service.namespace}/${service.name}`, id);
        served.add(id);
      }
    }
    for (const service of world.services.all) {
      for (const { id } of placedAt(world.services, service)) {
        push(this.behind, `${service.namespace}/${service.name}`, id);
        served.add(id);
      }
    }
    const { ofSet } = this;
    for (const [service, ids] of [...this.behind].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const first = ofSet.get(setKey(ids)) ?? service;
      ofSet.set(setKey(ids), first);
      this.services.set(service, first);
    }
    for (const [account, ids] of this.under) {
      // A Job beside a service runs as the service does, and nobody calls it.
      const called = ids.filter((id) => served.has(id));
      const service = ofSet.get(setKey(called.length > 0 ? called : ids));
      this.accounts.set(account, service === undefined ? workloadsPlace(account) : servicePlace(service));
    }
  }

  ofCallee({ subject, isPod }: EnforcedCallee): Place {
    return isPod ? this.ofPod(subject) : this.ofService(subject);
  }

  ofService(name: string): Place {
    return servicePlace(this.services.get(name) ?? name);
  }

  ofCaller({ kind, name, account = name, namespace }: EnforcedCaller): Place {
    if (kind !== 'workloads') return { kind, name: account, ...(namespace === undefined ? {} : { namespace }) };
    return name.startsWith('pod:') ? this.ofPod(name.slice('pod:'.length)) : this.ofAccount(name);
  }

  ofAccount(account: string): Place {
    return this.accounts.get(account) ?? workloadsPlace(account);
  }

  workloadsOf({ kind, name }: Place): readonly string[] {
    const ids = name.startsWith('pod:') ? [name.slice('pod:'.length)] : (kind === 'service' ? this.behind : this.under).get(name) ?? [];
    return [...new Set(ids)].sort();
  }

  /** One of several under a service account is the Service that it alone is behind, or a place of its own. */
  private ofPod(id: string): Place {
    const service = this.ofSet.get(setKey([id]));
    if (service !== undefined) return servicePlace(service);
    const account = this.accountOf.get(id);
    return account !== undefined && new Set(this.under.get(account)).size === 1 ? this.ofAccount(account) : workloadsPlace(`pod:${id}`);
  }
}

function servicePlace(name: string): Place {
  return { kind: 'service', name, namespace: name.split('/')[0] };
}

function workloadsPlace(name: string): Place {
  return { kind: 'workloads', name, namespace: name.replace(/^pod:/, '').split('/')[0] };
}

function push(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function setKey(ids: readonly string[]): string {
  return [...new Set(ids)].sort().join(' ');
}
