import { accessLogsOf } from '../eval/access-log';
import { ruleRef } from '../eval/refs';
import { EVERYTHING } from '../eval/request-set';
import type { WorkloadView } from '../eval/types';
import type { ServiceModel } from '../model/model';
import { hasReached } from '../model/stages';
import type { Gap, Tally } from './gap';
import type { Context } from './knocks';
import { planeOf } from './planes';

/**
 * What is to be logged is: everything, by each provider that the namespace declares and by those of the mesh. While authorization is only
 * observed the log is what it is observed by, so that the mesh's own are asked for there even if nothing is declared.
 */
export function checkRecorded({ world, declaration }: Context, service: ServiceModel, workload: WorkloadView, tally: Tally): readonly Gap[] {
  const { mesh, namespaces } = declaration.model;
  if (mesh.platform !== 'istio' || planeOf(service, workload) !== 'sidecar') return [];
  const own = namespaces.find((n) => n.id === service.namespace)?.accessLogProviders;
  const isObserved = !hasReached(service, 'authorization');
  if (own === undefined && !isObserved) return [];
  const known = mesh.accessLogProviders ?? [];
  return (['SERVER', 'CLIENT'] as const).flatMap((side) => {
    tally.decisions++;
    const logs = accessLogsOf(world, workload, side, known);
    // Whom the mesh logs with is not known: whoever is turned off was one of them.
    const turnedOff = isObserved ? [...logs].filter(([, { what }]) => what === 'nothing').map(([name]) => name) : [];
    const wanted = [...new Set([...known, ...own ?? [], ...turnedOff])].sort();
    return wanted.flatMap((provider): readonly Gap[] => {
      const logged = logs.get(provider) ?? { what: 'nothing', because: [] };
      if (logged.what === 'everything') return [];
      return [{
        statement: 'recorded', caller: service.id, callee: provider, protocol: 'TCP', requests: EVERYTHING, service, undecided: logged.what === 'part',
        because: logged.because.map((source) => ruleRef(source, 'spec.accessLogging')),
      }];
    });
  });
}
