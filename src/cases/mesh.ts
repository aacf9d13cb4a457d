import type { MeshSettings } from '../eval/types';
import { KEYS, OUTBOUND_TRAFFIC_POLICIES, PATH_NORMALIZATIONS } from './case-file';
import type { Field } from './field';

/** What a file says of the installed mesh; what it leaves out is left out. */
export function readMesh(field: Field | undefined): Partial<MeshSettings> {
  const fields = field?.mapping(KEYS.mesh);
  const facts = {
    mesh: fields?.get('installed')?.boolean(),
    trustDomain: fields?.get('trustDomain')?.string(),
    trustDomainAliases: fields?.get('trustDomainAliases')?.list()?.flatMap((alias) => alias.string() ?? []),
    rootNamespace: fields?.get('rootNamespace')?.string(),
    pathNormalization: fields?.get('pathNormalization')?.oneOf(PATH_NORMALIZATIONS),
    outboundTrafficPolicy: fields?.get('outboundTrafficPolicy')?.oneOf(OUTBOUND_TRAFFIC_POLICIES),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}
