import type { MeshModel, ServiceId, ServiceModel } from './model';

type Sharing = Pick<ServiceModel, 'id' | 'namespace' | 'serviceAccount' | 'formerAccounts' | 'sharedIdentity'>;

/**
 * The others with whom each service that says so shares its identity, whatever it says: whoever stays under an account that it has, or had
 * until a day. Through however many of them, since what admits one admits all that its identities admit. Sorted by id.
 */
export function sharersOf<T extends Sharing>(services: readonly T[]): (service: ServiceId) => readonly T[] {
  const sharing = services.filter((s) => s.sharedIdentity !== undefined);
  if (sharing.length === 0) return () => [];
  const groups = new Map<ServiceId, Set<T>>(sharing.map((s) => [s.id, new Set([s])]));
  const holders = new Map<string, T>();
  const unite = (one: T, other: T): void => {
    const [a, b] = [groups.get(one.id)!, groups.get(other.id)!];
    if (a === b) return;
    for (const member of b) groups.set(member.id, a.add(member));
  };
  for (const service of sharing) {
    const account = `${service.namespace}/${service.serviceAccount}`;
    const first = holders.get(account);
    if (first === undefined) holders.set(account, service);
    else unite(first, service);
  }
  for (const service of sharing) {
    for (const { serviceAccount } of service.formerAccounts ?? []) {
      const holder = holders.get(`${service.namespace}/${serviceAccount}`);
      if (holder !== undefined) unite(holder, service);
    }
  }
  return (id) => [...groups.get(id) ?? []].filter((s) => s.id !== id).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether anybody tells it by its identity: outside the mesh pods have none, and NetworkPolicy tells them apart by their labels. */
export function hasMeshIdentity({ platform }: Pick<MeshModel, 'platform'>, { dataPlane }: Pick<ServiceModel, 'dataPlane'>): boolean {
  return platform === 'istio' && dataPlane !== 'none';
}
