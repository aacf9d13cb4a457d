import { portProtocolAt } from '../eval/destinations';
import { captureOf } from '../eval/cluster/capture';
import { ANY_BYTES, ANY_HTTP } from '../eval/request-set';
import type { WorkloadView } from '../eval/types';
import type { ServiceModel } from '../model/model';
import { withCulprit } from './culprit';
import { isHttp, transport } from './declaration';
import type { Gap, Tally } from './gap';
import type { Context } from './knocks';
import { planeOf } from './planes';
import { Grants } from './projection/grants';
import { isEnforced } from './stages';

/**
 * While authorization refuses nobody, also a port that nobody may call is read by the sidecar as what it is declared to be: taken for HTTP it
 * refuses bytes that come through so far, and taken for bytes its requests are neither logged, counted nor tried as such. Of ports that
 * somebody may call the grants say it, and once authorization is enforced the others are closed either way.
 */
export function checkReadAs({ world, declaration }: Context, service: ServiceModel, workload: WorkloadView, tally: Tally): readonly Gap[] {
  if (declaration.model.mesh.platform !== 'istio' || planeOf(service, workload) !== 'sidecar' || isEnforced(service, 'authorization-allow')) return [];
  return service.ports.filter((p) => transport(p.protocol) === 'TCP').flatMap(({ targetPort: port, protocol }): readonly Gap[] => {
    const destination = { workload, port, protocol: 'TCP' } as const;
    if (captureOf(world, destination).captured !== 'yes' || new Grants(declaration, service, port, 'TCP').all.length > 0) return [];
    tally.decisions++;
    const readAs = portProtocolAt(world, destination);
    const declaredAs = isHttp(protocol) ? 'http' : 'tcp';
    // Sniffed, either is taken as what it is.
    if (readAs === 'sniffed' || readAs === declaredAs) return [];
    return [withCulprit({ world }, workload, {
      ...(readAs === 'http' ? { statement: 'nothing-closed', requests: ANY_BYTES } : { statement: 'recorded', requests: ANY_HTTP }),
      layer: 'capture', caller: 'whoever', callee: service.id, port, protocol: 'TCP', service, undecided: false, because: [], readAs,
    })];
  });
}
