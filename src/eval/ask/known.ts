import type { World } from '../world';

const IDENTITY = /^[^/]+\/ns\/([^/*]+)\/sa\/([^/*]+)$/;

/** Service accounts that workloads run under or that policies name: what a question can be about without being a slip. */
export function knownServiceAccounts(world: World): ReadonlySet<string> {
  const known = new Set(world.workloads.filter((w) => w.serviceAccount !== '').map((w) => `${w.namespace}/${w.serviceAccount}`));
  const namespaces = new Set([...world.namespaces.keys(), ...world.workloads.map((w) => w.namespace), world.settings.rootNamespace]);
  for (const namespace of namespaces) {
    const { authorization, bound } = world.policies.in(namespace);
    for (const { object } of [...authorization.all, ...bound.authorization]) {
      for (const { source } of (object.spec.rules ?? []).flatMap((rule) => rule.from ?? [])) {
        for (const principal of source.principals ?? []) {
          const [, ns, account] = IDENTITY.exec(principal) ?? [];
          if (ns !== undefined && account !== undefined) known.add(`${ns}/${account}`);
        }
        for (const account of source.serviceAccounts ?? []) known.add(account.includes('/') ? account : `${namespace}/${account}`);
      }
    }
  }
  return known;
}
