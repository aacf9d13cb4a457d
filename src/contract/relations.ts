import type { Code, Findings } from '../manifest/schema/finding';
import type { Path } from '../manifest/schema/path';
import { cidrFault } from '../manifest/syntax/addresses';
import { principalOf } from '../model/names';
import type { ContractCaller, ContractFile, ContractMesh, ContractService } from './contract-file';

/** What is wrong between parts of a contract whose parts are right one by one. */
export function checkRelations(contract: ContractFile, findings: Findings): void {
  const { mesh, namespaces, services, grants, calls, externals, imports, objects } = contract;
  once(findings, ['namespaces'], namespaces, ({ name }) => name);
  once(findings, ['services'], services, ({ id }) => id);
  once(findings, ['grants'], grants, ({ id }) => id);
  once(findings, ['calls'], calls, ({ id }) => id);
  once(findings, ['externals'], externals, ({ id }) => id);
  once(findings, ['imports', 'namespaces'], imports.namespaces, ({ name }) => name);
  once(findings, ['imports', 'services'], [...services, ...imports.services], ({ id }) => id, services.length);
  once(findings, ['objects'], objects, (name) => name);

  const own = byName(services);
  const all = new Map([...byName(imports.services), ...own]);
  const places = new Set(namespaces.map((n) => n.name));
  services.forEach((service, i) => {
    checkService(findings, ['services', i], mesh, service);
    known(findings, ['services', i, 'namespace'], places, service.namespace, 'namespace');
  });
  imports.services.forEach((service, i) => checkService(findings, ['imports', 'services', i], mesh, service));
  for (const [at, listed] of [[['services'], services], [['imports', 'services'], imports.services]] as const) {
    const names = byName(listed);
    const sharers = byPrincipal(listed);
    listed.forEach(({ id, principal = '', sharedIdentity: { services: named = [] } = {} }, i) => {
      const place = [...at, i, 'sharedIdentity'];
      named.forEach((other, j) => known(findings, [...place, 'services', j], names, other, 'service'));
      for (const other of sharers.get(principal) ?? []) {
        if (other !== id && !named.includes(other)) add(findings, place, 'conflict', `leaves out \`${other}\`, which has the same principal`, named);
      }
    });
  }
  grants.forEach(({ callee, caller, sourceCidrs, identityOf }, i) => {
    if (identityOf !== undefined) known(findings, ['grants', i, 'identityOf'], all, identityOf, 'service');
    known(findings, ['grants', i, 'callee'], own, callee, 'service');
    checkCaller(findings, ['grants', i, 'caller'], all, caller);
    for (const key of ['cidrs', 'except'] as const) addresses(findings, ['grants', i, 'sourceCidrs', key], sourceCidrs?.[key]);
  });
  calls.forEach(({ caller, principal, callee }, i) => {
    known(findings, ['calls', i, 'callee'], all, callee, 'service');
    if (known(findings, ['calls', i, 'caller'], own, caller, 'service')) samePrincipal(findings, ['calls', i, 'principal'], own.get(caller)!, principal);
  });
  externals.forEach(({ caller, addresses: cidrs }, i) => {
    known(findings, ['externals', i, 'caller'], own, caller, 'service');
    addresses(findings, ['externals', i, 'addresses'], cidrs);
  });
}

/** By id, and by what it should be: of an id that is wrong nothing more is said elsewhere. */
function byName(services: readonly ContractService[]): ReadonlyMap<string, ContractService> {
  return new Map(services.flatMap((s) => [[s.id, s], [`${s.namespace}/${s.name}`, s]]));
}

/** `from`: those before are listed elsewhere. */
function once<T>(findings: Findings, at: Path, elements: readonly T[], keyOf: (element: T) => string, from = 0): void {
  const seen = new Set<string>();
  elements.forEach((element, i) => {
    const key = keyOf(element);
    if (seen.has(key)) add(findings, [...at, i - from], 'duplicate-value', `\`${key}\` is listed twice`, key, 'leave one out');
    seen.add(key);
  });
}

function checkService(findings: Findings, at: Path, mesh: ContractMesh, service: ContractService): void {
  const { id, namespace, name, serviceAccount, principal, dataPlane, formerAccounts = [], ports, kubernetesServices } = service;
  const expected = mesh.platform === 'istio' && dataPlane !== 'none' ? principalOf(mesh.trustDomain, service) : undefined;
  if (id !== `${namespace}/${name}`) add(findings, [...at, 'id'], 'conflict', `\`${id}\` is not \`${namespace}/${name}\`, its namespace and name`, id);
  if (principal !== expected) {
    const message = expected === undefined
      ? `\`${principal}\` is given where pods have no identity`
      : `${principal === undefined ? 'nothing' : `\`${principal}\``} is not \`${expected}\`, the identity of its service account in the trust domain of the mesh`;
    add(findings, [...at, 'principal'], 'conflict', message, principal);
  }
  once(findings, [...at, 'formerAccounts'], [serviceAccount, ...formerAccounts.map((f) => f.serviceAccount)], (account) => account, 1);
  const targets = new Set(ports.map((p) => p.targetPort));
  kubernetesServices.forEach((s, i) => s.ports.forEach(({ targetPort }, j) => {
    if (targets.has(targetPort)) return;
    add(findings, [...at, 'kubernetesServices', i, 'ports', j, 'targetPort'], 'unknown-name', `\`${targetPort}\` is none of \`ports\``, targetPort);
  }));
}

/** Whoever grants to one of them has to know of the others. Pods of others under `default` call nobody. */
function byPrincipal(services: readonly ContractService[]): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const { id, principal, serviceAccount } of services) {
    if (principal !== undefined && serviceAccount !== 'default') ids.set(principal, [...ids.get(principal) ?? [], id]);
  }
  return ids;
}

/** What each kind of caller is told by. */
const SAID = {
  service: ['service'], identity: ['principal'], namespace: ['namespace'], addresses: [], anyone: [],
} as const satisfies Readonly<Record<ContractCaller['kind'], readonly (keyof ContractCaller)[]>>;

function checkCaller(findings: Findings, at: Path, services: ReadonlyMap<string, ContractService>, caller: ContractCaller): void {
  const { kind, service, principal } = caller;
  const wanted: readonly (keyof ContractCaller)[] = SAID[kind];
  for (const key of ['service', 'principal', 'namespace'] as const) {
    // Of a service the identity is beside its name, where it has one.
    if (kind === 'service' && key === 'principal') continue;
    const given = caller[key] !== undefined;
    if (given === wanted.includes(key)) continue;
    add(findings, [...at, key], 'conflict', given ? `is given of a caller of kind \`${kind}\`` : `is not given of a caller of kind \`${kind}\``, caller[key]);
  }
  if (kind !== 'service' || service === undefined || !known(findings, [...at, 'service'], services, service, 'service')) return;
  samePrincipal(findings, [...at, 'principal'], services.get(service)!, principal);
}

function samePrincipal(findings: Findings, at: Path, service: ContractService, principal: string | undefined): void {
  if (principal === service.principal) return;
  const text = (value: string | undefined): string => (value === undefined ? 'nothing' : `\`${value}\``);
  add(findings, at, 'conflict', `${text(principal)} is not ${text(service.principal)}, the principal of \`${service.id}\``, principal);
}

function known(findings: Findings, at: Path, names: { has(name: string): boolean }, name: string, what: string): boolean {
  if (names.has(name)) return true;
  add(findings, at, 'unknown-name', `\`${name}\` is no ${what} of this contract`, name);
  return false;
}

function addresses(findings: Findings, at: Path, cidrs: readonly string[] = []): void {
  cidrs.forEach((cidr, i) => {
    const fault = cidrFault(cidr);
    if (fault !== undefined) add(findings, [...at, i], 'bad-address', `\`${cidr}\` ${fault.message}`, cidr, fault.repair);
  });
}

function add(
  findings: Findings, at: Path, code: Code, message: string, value: unknown, repair = 'take the `contract.json` that synth writes, as it is',
): void {
  findings.addAt(at, code, message, { value, repair });
}
