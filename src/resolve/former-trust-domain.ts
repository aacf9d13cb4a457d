import type { MeshModel } from '../model/model';
import type { InForce } from './in-force';

/** Past its day it is no alias already; it is left to be listed. */
export function withTrustDomainInForce(mesh: MeshModel, inForce: InForce): MeshModel {
  const { formerTrustDomain, ...others } = mesh;
  if (formerTrustDomain === undefined) return mesh;
  const { trustDomain, ...said } = formerTrustDomain;
  return inForce.holds({ ...said, construct: mesh.construct }, `taking the trust domain ${trustDomain} for ${mesh.trustDomain}`) ? mesh : others;
}
