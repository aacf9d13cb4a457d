import type { Protocol } from '../../manifest/kinds';
import type { EdgeModel, PortAccessModel, ServiceModel } from '../../model/model';
import { accessAt, type Declaration, isProxied } from '../declaration';

/** One port of a declared service, with what is granted on it. */
export interface Place {
  readonly declaration: Declaration;
  readonly service: ServiceModel;
  readonly port: number;
  readonly protocol: Protocol;
  /** The proxy decides here, as far as the declaration goes. */
  readonly proxied: boolean;
  readonly mtls: 'strict' | 'permissive' | 'disable';
  readonly grants: readonly { readonly edge: EdgeModel; readonly access: readonly PortAccessModel[] }[];
}

export function placeAt(declaration: Declaration, service: ServiceModel, port: number, protocol: Protocol): Place {
  return {
    declaration,
    service,
    port,
    protocol,
    proxied: isProxied(declaration, service, port, protocol),
    // A port that nobody declared takes part in no exception.
    mtls: service.ports.find((p) => p.targetPort === port && protocol === 'TCP' && !['udp', 'sctp'].includes(p.protocol))?.mtls ?? 'strict',
    grants: declaration.edgesTo(service).flatMap((edge) => {
      const access = accessAt(edge, port, protocol);
      return access.length === 0 ? [] : [{ edge, access }];
    }),
  };
}
