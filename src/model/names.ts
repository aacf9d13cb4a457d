import type { AddressesModel, AgentsModel, CallerModel, GatewayDestinationModel, GatewayModel, ServiceModel } from './model';
import type { RoleReference } from './role';

/** What a caller is called in messages and reports. */
export function callerName(caller: CallerModel): string {
  switch (caller.kind) {
    case 'service': return caller.service;
    case 'namespace': return `every identity of ${caller.namespace}`;
    case 'identity': return caller.principal;
    case 'addresses': return caller.role === 'cidr' ? caller.cidrs.join(', ') : caller.role;
    case 'anyone': return 'anyone';
  }
}

export function declaredName(caller: CallerModel | RoleReference): string {
  return caller.kind === 'role' ? `role ${caller.role}` : callerName(caller);
}

export function addressesText({ cidrs, except }: AddressesModel): string {
  return `${cidrs.join(', ')}${except.length === 0 ? '' : ` except ${except.join(', ')}`}`;
}

/** `pods of kube-system with app=konnectivity-agent`. */
export function agentsText({ namespace, labels }: AgentsModel): string {
  return `pods of ${namespace} with ${Object.entries(labels).map(([key, value]) => `${key}=${value}`).sort().join(', ')}`;
}

/** All that a service's pods may show while it moves from one account to another: the lasting one first. */
export function principalsOf(trustDomain: string, service: Pick<ServiceModel, 'namespace' | 'serviceAccount' | 'formerAccounts'>): string[] {
  const { namespace, serviceAccount, formerAccounts = [] } = service;
  const accounts = [serviceAccount, ...formerAccounts.map((f) => f.serviceAccount)];
  return accounts.map((account) => principalOf(trustDomain, { namespace, serviceAccount: account }));
}

/** The mesh identity that a service's pods run under, `cluster.local/ns/shop/sa/frontend`: https://istio.io/latest/docs/concepts/security/#istio-identity */
export function principalOf(trustDomain: string, service: Pick<ServiceModel, 'namespace' | 'serviceAccount'>): string {
  return `${trustDomain}/ns/${service.namespace}/sa/${service.serviceAccount}`;
}

/** `pods of namespace billing with app=billing, port 8080`. */
export function destinationName({ to, ports }: Pick<GatewayDestinationModel, 'to' | 'ports'>): string {
  const at = `, port ${ports.join(', ')}`;
  if (to.kind === 'addresses') return `${to.cidr}${at}`;
  const labels = Object.entries(to.labels).map(([key, value]) => `${key}=${value}`).join(', ');
  return `${labels === '' ? `all pods of namespace ${to.namespace}` : `pods of namespace ${to.namespace} with ${labels}`}${at}`;
}

/** A gateway's pods, told from a service of the same namespace. */
export function gatewayName({ id }: Pick<GatewayModel, 'id'>): string {
  return `gateway ${id}`;
}
