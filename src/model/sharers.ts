import type { MeshModel, ServiceId, ServiceModel } from './model';

type Sharing = Pick<ServiceModel, 'id' | 'namespace' | 'serviceAccount' | 'formerAccounts' | 'sharedIdentity'>;

/**
 * The others with whom each service that says so shares its identity, whatever it says: whoever has, or had until a day, an account that it has
 * or had. Through however many of them, since what admits one admits all that its identities admit. Sorted by id.
 */
export function sharersOf<T extends Sharing>(services: readonly T[]): (service: ServiceId) => readonly T[] {
  const groups = new Map<ServiceId, Set<T>>();
  const holders = new Map<string, T>();
  for (const service of services) {
    if (service.sharedIdentity === undefined) continue;
    groups.set(service.id, new Set([service]));
    for (const { serviceAccount } of [service, ...service.formerAccounts ?? []]) {
      const account = `${service.namespace}/${serviceAccount}`;
      const [own, others] = [groups.get(service.id)!, groups.get(holders.get(account)?.id ?? '')];
      if (others !== undefined && others !== own) for (const member of others) groups.set(member.id, own.add(member));
      holders.set(account, service);
    }
  }
  return (id) => [...groups.get(id) ?? []].filter((s) => s.id !== id).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Whether it says that others run under its account: that they come from one says nothing about that. */
export function sharesItsAccount({ sharedIdentity }: Pick<ServiceModel, 'sharedIdentity'>): boolean {
  return sharedIdentity !== undefined && sharedIdentity.untilMoved !== true;
}

/** Whether anybody tells it by its identity: outside the mesh pods have none, and NetworkPolicy tells them apart by their labels. */
export function hasMeshIdentity({ platform }: Pick<MeshModel, 'platform'>, { dataPlane }: Pick<ServiceModel, 'dataPlane'>): boolean {
  return platform === 'istio' && dataPlane !== 'none';
}
