import type { PortModel, ServiceModel } from '../model/model';
import { byKey, sortedUnique } from '../private/sorting';
import type { Dated } from './in-force';
import { latest } from './said';

/** Whether what is dated still holds; whoever asks may list what does not. */
type Holds = (one: Dated, what: string) => boolean;

/**
 * A port is an exception until its day. After it mutual TLS is required there as everywhere; outside the mesh nothing requires it anywhere,
 * so that there the exception only is past its day.
 */
export function withPortsInForce(service: ServiceModel, holds: Holds): ServiceModel {
  if (service.dataPlane === 'none' || service.ports.every((port) => port.mtlsExpires === undefined)) return service;
  const current = (port: PortModel): PortModel => (holds(datedPort(service, port), portExceptionName(service, port)) ? port : strict(port));
  return { ...service, ports: distinctPorts(service.ports.map(current)) };
}

/** The ports of the pods, once each, whichever Services lead to them. */
export function distinctPorts(ports: readonly PortModel[]): PortModel[] {
  // The number is padded so that code units sort it as a number; the mode is part of the key, so that two that differ both stay to be judged.
  const key = ({ targetPort, protocol, mtls }: PortModel): string => `${String(targetPort).padStart(5, '0')} ${protocol} ${mtls}`;
  const groups = new Map<string, PortModel[]>();
  for (const port of ports) groups.set(key(port), [...groups.get(key(port)) ?? [], port]);
  return byKey([...groups.values()].map(united), key);
}

/** The same exception, stated for each Service port that leads there: it ends with the last of them. */
function united(same: readonly PortModel[]): PortModel {
  const [{ targetPort, protocol, mtls }] = same;
  const said = (of: (port: PortModel) => string | undefined): string => sortedUnique(same.flatMap((port) => of(port) ?? [])).join('; ');
  const [reason, owner, expires] = [said((p) => p.mtlsReason), said((p) => p.mtlsOwner), latest(same.map((p) => p.mtlsExpires))];
  return {
    targetPort, protocol, mtls,
    ...(reason === '' ? {} : { mtlsReason: reason }),
    ...(expires === undefined ? {} : { mtlsExpires: expires }),
    ...(owner === '' ? {} : { mtlsOwner: owner }),
  };
}

function strict({ targetPort, protocol }: PortModel): PortModel {
  return { targetPort, protocol, mtls: 'strict' };
}

/** What stays after its day, to be named where the day is not known. */
export function stayingExceptions(service: ServiceModel): readonly { readonly one: Dated; readonly what: string }[] {
  const { id, construct, exclusion, sharedIdentity, ports, dataPlane } = service;
  const outside = dataPlane === 'none' ? ports : [];
  return [
    { one: { ...exclusion, construct }, what: `the exclusion of ports of ${id}` },
    { one: { ...sharedIdentity, construct }, what: `the identity that ${id} shares` },
    ...outside.map((port) => ({ one: datedPort(service, port), what: portExceptionName(service, port) })),
  ];
}

function datedPort({ construct }: ServiceModel, { mtlsExpires: expires, mtlsReason: reason, mtlsOwner: owner }: PortModel): Dated {
  return {
    construct,
    ...(expires === undefined ? {} : { expires }),
    ...(reason === undefined ? {} : { reason }),
    ...(owner === undefined ? {} : { owner }),
  };
}

function portExceptionName({ id }: ServiceModel, { targetPort, mtls }: PortModel): string {
  return `${mtls === 'disable' ? 'plaintext alone' : 'plaintext'} on port ${targetPort} of ${id}`;
}
