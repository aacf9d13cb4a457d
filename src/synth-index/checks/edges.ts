import { EXTERNAL_PROTOCOLS } from '../../contract/contract-file';
import { httpAccess } from '../../contract/http';
import { customObject, list, nonEmpty, oneOf, port } from '../../manifest/schema/kit';
import type {
  AddressAndPort, AddressesModel, BreakGlassModel, CallModel, EdgeGrantModel, EdgeModel, ExternalEdgeModel, PortAccessModel,
} from '../../model/model';
import { caller } from './callers';
import { cidr, day, yes } from './kit';
import { waypoint } from './namespaces';
import { protocol } from './services';

const names = list(nonEmpty);

const access = list(customObject<PortAccessModel>(
  { targetPort: port, protocol, http: list(httpAccess, { least: 1 }), routes: list(oneOf('waypoint', 'direct'), { least: 1 }) },
  { name: 'an access', required: ['targetPort', 'protocol'] },
), { least: 1 });

const addresses = customObject<AddressesModel>({ cidrs: list(cidr), except: list(cidr) }, { name: 'addresses', required: ['cidrs', 'except'] });

export const edge = customObject<EdgeModel>({
  id: nonEmpty,
  callee: nonEmpty,
  caller,
  sourceCidrs: addresses,
  pastProxy: yes,
  access,
  reasons: names,
  constructs: list(nonEmpty, { least: 1 }),
  expires: day,
  owners: names,
  grants: list(customObject<EdgeGrantModel>(
    { access, role: nonEmpty, expires: day, reason: nonEmpty, owner: nonEmpty, construct: nonEmpty }, { name: 'a grant', required: ['access', 'construct'] },
  )),
  breakGlass: customObject<BreakGlassModel>(
    { id: nonEmpty, reason: nonEmpty, expires: day, owner: nonEmpty, ticket: nonEmpty },
    { name: 'access for an emergency', required: ['id', 'reason', 'expires', 'owner'] },
  ),
  identityOf: nonEmpty,
}, { name: 'an edge', required: ['id', 'callee', 'caller', 'access', 'reasons', 'constructs'] });

export const call = customObject<CallModel>(
  { id: nonEmpty, caller: nonEmpty, callee: nonEmpty, construct: nonEmpty, reasons: names, access },
  { name: 'a call', required: ['id', 'caller', 'callee', 'construct'] },
);

export const external = customObject<ExternalEdgeModel>({
  id: nonEmpty,
  caller: nonEmpty,
  host: nonEmpty,
  ports: list(customObject<ExternalEdgeModel['ports'][number]>(
    { number: port, protocol: oneOf(...EXTERNAL_PROTOCOLS) }, { name: 'a port of a host', required: ['number', 'protocol'] },
  ), { least: 1 }),
  addresses: list(cidr),
  reasons: names,
  constructs: list(nonEmpty, { least: 1 }),
  onNode: customObject<NonNullable<ExternalEdgeModel['onNode']>>({
    seen: list(customObject<AddressAndPort>({ address: cidr, port }, { name: 'where it is seen', required: ['address', 'port'] })),
  }, { name: 'what answers on a node', required: ['seen'] }),
  through: waypoint,
  identityOf: nonEmpty,
  expires: day,
  owners: names,
}, { name: 'an external host', required: ['id', 'caller', 'host', 'ports', 'addresses', 'reasons', 'constructs'] });
