import { boolean, customObject, type Check, integer, list, nonEmpty, oneOf, port, refined, stringOf } from '../manifest/schema/kit';
import { labels } from '../manifest/syntax/labels';
import { STAGES } from '../model/stages';
import { dnsLabelFault, dnsSubdomainFault } from '../manifest/syntax/names';
import { type Finding, Findings } from '../manifest/schema/finding';
import {
  CALLER_KINDS, CONSENTS, type ContractAccess, type ContractCall, type ContractCaller, type ContractExternal, type ContractFile, type ContractGrant,
  type ContractImports, type ContractMesh, type ContractNamespace, type ContractService, type ContractWaypoint, DATA_PLANES, EXTERNAL_PROTOCOLS,
  ISOLATIONS, MTLS, PLATFORMS, PROOFS, PROTOCOLS, SCHEMA, VERSION,
} from './contract-file';
import { httpAccess } from './http';
import { checkRelations } from './relations';
import { repeatedKeys } from './repeated-keys';

export interface ReadContract {
  /** Undefined as soon as there is one problem: half a contract would promise half of what was meant. */
  readonly contract?: ContractFile;
  readonly problems: readonly Finding[];
}

/** Reads a contract, whoever wrote it. A key or version that is not known may change what the others mean, so that it is refused. */
export function readContract(text: string): ReadContract {
  const findings = new Findings();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The engine's words change with its version.
    return { problems: [{ code: 'bad-value', path: '', message: 'is not JSON', repair: 'take the `contract.json` that synth writes' }] };
  }
  repeatedKeys(text, findings);
  const contract = file(value, findings);
  if (findings.count === 0) checkRelations(contract, findings);
  return findings.count > 0 ? { problems: findings.list } : { contract, problems: [] };
}

const exactly = (wanted: string, repair: string): Check<string> => stringOf('bad-value', (text) => (text === wanted ? undefined : { message: `is not \`${wanted}\``, repair }));
const names = list(nonEmpty);
const label = stringOf('bad-name', dnsLabelFault);
const subdomain = stringOf('bad-name', dnsSubdomainFault);
const protocol = oneOf(...PROTOCOLS);
const dataPlane = oneOf(...DATA_PLANES);

const mesh = customObject<ContractMesh>({
  platform: oneOf(...PLATFORMS),
  trustDomain: nonEmpty,
  trustDomainAliases: names,
  consent: oneOf(...CONSENTS),
  clusterDomain: nonEmpty,
  cluster: nonEmpty,
  environment: nonEmpty,
}, { name: 'the mesh of a contract', required: ['platform', 'trustDomain', 'trustDomainAliases', 'consent', 'clusterDomain'] });

const waypoint = customObject<ContractWaypoint>(
  { namespace: label, name: label, serviceAccount: subdomain, managed: boolean },
  { name: 'a waypoint', required: ['namespace', 'name', 'serviceAccount', 'managed'] },
);

/** It says so, or it is left out. */
const no = refined(boolean, (value, findings) => {
  if (value) findings.add('bad-value', 'is said only where it is `false`', { value, repair: 'leave it out' });
}) as Check<false>;

const namespace = customObject<ContractNamespace>(
  {
    name: label, owned: boolean, dataPlane, migratingFrom: dataPlane, stage: oneOf(...STAGES), allowsAll: no, waypoint,
    isolation: list(oneOf(...ISOLATIONS)),
  },
  { name: 'a namespace', required: ['name', 'owned', 'dataPlane'] },
);

const day = stringOf('bad-value', (text) => (/^\d{4}-\d{2}-\d{2}$/.test(text) && isOfCalendar(text) ? undefined : { message: 'is no day', repair: 'write it like `2027-06-30`' }));
function isOfCalendar(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

const yes = refined(boolean, (value, findings) => {
  if (!value) findings.add('bad-value', 'must be `true`, or be left out', { value });
}) as Check<true>;

const formerAccount = customObject<FormerAccount>(
  { serviceAccount: subdomain, expires: day, reason: nonEmpty, owner: nonEmpty },
  { name: 'a former account', required: ['serviceAccount', 'expires', 'reason'] },
);

type FormerAccount = NonNullable<ContractService['formerAccounts']>[number];
type Port = ContractService['ports'][number];
type KubernetesService = ContractService['kubernetesServices'][number];

const service = customObject<ContractService>({
  id: nonEmpty,
  namespace: label,
  name: label,
  serviceAccount: subdomain,
  principal: nonEmpty,
  formerAccounts: list(formerAccount),
  sharedIdentity: customObject<NonNullable<ContractService['sharedIdentity']>>(
    { services: list(nonEmpty, { least: 1 }), reason: nonEmpty, expires: day, owner: nonEmpty, untilMoved: yes },
    { name: 'a shared identity', required: ['services', 'reason'] },
  ),
  owner: nonEmpty,
  dataClasses: names,
  // No labels would be every pod of the namespace.
  podLabels: refined(labels, (value, findings) => {
    if (Object.keys(value).length === 0) findings.add('empty', 'must have at least one label', { value });
  }),
  dataPlane,
  migratingFrom: dataPlane,
  excludedInboundPorts: list(port),
  ports: list(customObject<Port>({ targetPort: port, protocol, mtls: oneOf(...MTLS) }, { name: 'a port of pods', required: ['targetPort', 'protocol', 'mtls'] })),
  kubernetesServices: list(customObject<KubernetesService>({
    name: label,
    headless: boolean,
    ports: list(customObject<KubernetesService['ports'][number]>(
      { name: nonEmpty, port, targetPort: port, protocol }, { name: 'a port of a Kubernetes Service', required: ['name', 'port', 'targetPort', 'protocol'] },
    )),
  }, { name: 'a Kubernetes Service', required: ['name', 'headless', 'ports'] })),
  waypoint,
  foreign: customObject<NonNullable<ContractService['foreign']>>(
    { madeBy: nonEmpty, reason: nonEmpty, finish: boolean }, { name: 'pods that others make', required: ['madeBy', 'reason', 'finish'] },
  ),
  apiServer: customObject<NonNullable<ContractService['apiServer']>>(
    { reasons: names, expires: day, owners: names }, { name: 'calls of the API server', required: ['reasons'] },
  ),
}, {
  name: 'a service',
  required: ['id', 'namespace', 'name', 'serviceAccount', 'podLabels', 'dataPlane', 'excludedInboundPorts', 'ports', 'kubernetesServices'],
});

const caller = customObject<ContractCaller>(
  { kind: oneOf(...CALLER_KINDS), name: nonEmpty, service: nonEmpty, principal: nonEmpty, namespace: nonEmpty },
  { name: 'a caller', required: ['kind', 'name'] },
);

const access = customObject<ContractAccess>({ targetPort: port, protocol, http: list(httpAccess, { least: 1 }) }, { name: 'an access', required: ['targetPort', 'protocol'] });
const sourceCidrs = customObject<NonNullable<ContractGrant['sourceCidrs']>>({ cidrs: names, except: names }, { name: 'source addresses', required: ['cidrs', 'except'] });
const grant = customObject<ContractGrant>(
  { id: nonEmpty, callee: nonEmpty, caller, sourceCidrs, pastProxy: yes, identityOf: nonEmpty, access: list(access, { least: 1 }), reasons: names },
  { name: 'a grant', required: ['id', 'callee', 'caller', 'access', 'reasons'] },
);

const call = customObject<ContractCall>({
  id: nonEmpty,
  caller: nonEmpty,
  principal: nonEmpty,
  callee: nonEmpty,
  ports: list(customObject<NonNullable<ContractCall['ports']>[number]>({ targetPort: port, protocol }, { name: 'a port of a call', required: ['targetPort', 'protocol'] })),
}, { name: 'a call', required: ['id', 'caller', 'callee'] });

const external = customObject<ContractExternal>({
  id: nonEmpty,
  caller: nonEmpty,
  host: nonEmpty,
  ports: list(customObject<ContractExternal['ports'][number]>({ number: port, protocol: oneOf(...EXTERNAL_PROTOCOLS) }, { name: 'a port of a host', required: ['number', 'protocol'] })),
  addresses: names,
}, { name: 'an external host', required: ['id', 'caller', 'host', 'ports', 'addresses'] });

const imports = customObject<ContractImports>({ namespaces: list(namespace), services: list(service) }, { name: 'the imports', required: ['namespaces', 'services'] });

const file = customObject<ContractFile>({
  schema: exactly(SCHEMA, 'take the `contract.json` that synth writes') as Check<typeof SCHEMA>,
  version: refined(integer(1, 2 ** 31), (value, findings) => {
    if (value !== VERSION) {
      findings.add('unknown-version', `contracts of version \`${value}\` are not known here, which is ${VERSION}`, { value, repair: 'use the release of cdk8s-mesh-access that wrote it' });
    }
  }) as Check<typeof VERSION>,
  producer: customObject<ContractFile['producer']>({ name: nonEmpty, version: nonEmpty }, { name: 'the producer', required: ['name', 'version'] }),
  mesh,
  proof: oneOf(...PROOFS),
  namespaces: list(namespace),
  services: list(service),
  grants: list(grant),
  calls: list(call),
  externals: list(external),
  imports,
  objects: names,
}, { name: 'a contract', required: ['schema', 'version', 'producer', 'mesh', 'namespaces', 'services', 'grants', 'calls', 'externals', 'imports', 'objects'] });
