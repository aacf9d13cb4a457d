import { MTLS, PROTOCOLS } from '../../contract/contract-file';
import { issuer, path } from '../../contract/http';
import { boolean, customObject, list, nonEmpty, oneOf, port } from '../../manifest/schema/kit';
import { labels } from '../../manifest/syntax/labels';
import type {
  ApiServerCallModel, ForeignModel, FormerAccountModel, KubernetesServiceModel, PortModel, QuarantineModel, ServiceModel, SharedIdentityModel,
} from '../../model/model';
import type { TokensModel } from '../../model/tokens';
import type { IndexedImport, IndexedService } from '../index-file';
import { day, yes } from './kit';
import { dataPlane, stage, waypoint } from './namespaces';

export const protocol = oneOf(...PROTOCOLS);
const names = list(nonEmpty);

const ports = list(customObject<PortModel>(
  { targetPort: port, protocol, mtls: oneOf(...MTLS), mtlsReason: nonEmpty, mtlsExpires: day, mtlsOwner: nonEmpty },
  { name: 'a port of pods', required: ['targetPort', 'protocol', 'mtls'] },
));

const kubernetesServices = list(customObject<KubernetesServiceModel>({
  name: nonEmpty,
  headless: boolean,
  adopted: yes,
  podLabels: labels,
  ports: list(customObject<KubernetesServiceModel['ports'][number]>(
    { name: nonEmpty, port, targetPort: port, protocol }, { name: 'a port of a Kubernetes Service', required: ['name', 'port', 'targetPort', 'protocol'] },
  )),
}, { name: 'a Kubernetes Service', required: ['name', 'headless', 'ports'] }));

const formerAccounts = list(customObject<FormerAccountModel>(
  { serviceAccount: nonEmpty, expires: day, reason: nonEmpty, owner: nonEmpty }, { name: 'a former account', required: ['serviceAccount', 'expires', 'reason'] },
));

export const tokens = customObject<TokensModel>({
  issuers: list(issuer, { least: 1 }),
  except: list(path),
  exception: customObject<NonNullable<TokensModel['exception']>>(
    { reason: nonEmpty, expires: day, owner: nonEmpty }, { name: 'an exception', required: ['reason'] },
  ),
  corsPreflight: boolean,
}, { name: 'tokens', required: ['issuers', 'except', 'corsPreflight'] });

const fields = {
  id: nonEmpty,
  construct: nonEmpty,
  namespace: nonEmpty,
  name: nonEmpty,
  serviceAccount: nonEmpty,
  automountToken: boolean,
  podLabels: labels,
  ports,
  kubernetesServices,
  deployedElsewhere: boolean,
  formerAccounts,
  sharedIdentity: customObject<SharedIdentityModel>(
    { services: names, reason: nonEmpty, expires: day, owner: nonEmpty, untilMoved: yes }, { name: 'a shared identity', required: ['services', 'reason'] },
  ),
  foreign: customObject<ForeignModel>({ madeBy: nonEmpty, reason: nonEmpty, finish: boolean }, { name: 'pods of others', required: ['madeBy', 'reason', 'finish'] }),
  adopts: names,
  excludedInboundPorts: list(port),
  exclusion: customObject<NonNullable<ServiceModel['exclusion']>>(
    { reason: nonEmpty, expires: day, owner: nonEmpty }, { name: 'an exclusion', required: ['reason'] },
  ),
  dataPlane,
  endsItsProxy: yes,
  waypoint,
  tokens,
  migratingFrom: dataPlane,
  apiServer: customObject<ApiServerCallModel>({ reasons: names, expires: day, owners: names }, { name: 'calls of the API server', required: ['reasons'] }),
  quarantine: customObject<QuarantineModel>({ reason: nonEmpty, expires: day, owner: nonEmpty }, { name: 'a quarantine', required: ['reason'] }),
  owner: nonEmpty,
  dataClasses: names,
  stage,
};

const REQUIRED = [
  'id', 'construct', 'namespace', 'name', 'serviceAccount', 'automountToken', 'podLabels', 'ports', 'kubernetesServices', 'deployedElsewhere',
  'excludedInboundPorts', 'dataPlane',
] as const;

export const service = customObject<IndexedService>(fields, { name: 'a service', required: REQUIRED });
export const imported = customObject<IndexedImport>({ ...fields, contract: nonEmpty }, { name: 'a service of another App', required: [...REQUIRED, 'contract'] });
