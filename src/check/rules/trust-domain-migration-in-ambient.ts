import { mayBeAmbient } from '../../model/planes';
import type { CheckRule } from '../facts';

/** ztunnel knows one trust domain: pods that still show the former one would be refused in the handshake, whatever policies say. */
export const trustDomainMigrationInAmbient: CheckRule = ({ index: { model: { mesh, namespaces, services } } }) => {
  const { platform, formerTrustDomain: former } = mesh;
  const ambient = [...services, ...namespaces].find(mayBeAmbient);
  return platform !== 'istio' || former === undefined || ambient === undefined
    ? []
    : [{
        code: 'trust-domain-migration-in-ambient',
        construct: mesh.construct,
        message: `the mesh comes from the trust domain \`${former.trustDomain}\`, and \`${ambient.id}\` may be ambient: ztunnel takes no alias of a trust domain`,
        repair: 'change the trust domain while all have sidecars, or restart everything at once and leave the migration out',
      }];
};
