import { accessLogsOf } from '../eval/access-log';
import { ruleRef } from '../eval/refs';
import { EVERYTHING } from '../eval/request-set';
import { hasReached } from '../model/stages';
import type { Gap, Tally } from './gap';
import type { Context } from './knocks';
import { type Recorder, recordersOf, REPORTED_SIDES } from './recorders';

/** Stands for the providers of the mesh where nobody says which they are. */
const UNKNOWN = 'whichever the mesh has';

/**
 * What is to be logged is: everything, by each provider that the namespace declares and by those of the mesh. While authorization is only
 * observed the log is what it is observed by, so that the mesh's own are asked for there even if nothing is declared.
 */
export function checkRecorded(context: Context, tally: Tally): readonly Gap[] {
  return recordersOf(context).flatMap((recorder) => notRecorded(context, recorder, tally));
}

function notRecorded({ world, declaration }: Context, { name, service, reader, staged, providers }: Recorder, tally: Tally): readonly Gap[] {
  const known = declaration.model.mesh.accessLogProviders ?? world.settings.reporting?.accessLogging ?? [];
  // What a gateway refuses is no part of a rollout.
  const isObserved = reader.proxy !== 'gateway' && !hasReached(staged, 'authorization');
  if (providers === undefined && !isObserved) return [];
  return REPORTED_SIDES[reader.proxy].flatMap((side) => {
    tally.decisions++;
    const logs = accessLogsOf(world, reader, side, isObserved && known.length === 0 ? [UNKNOWN] : known);
    // Whom the mesh logs with is not known: whoever is turned off was one of them.
    const isInstead = [...logs].some(([provider, { what }]) => provider !== UNKNOWN && what === 'everything');
    const turnedOff = isObserved
      ? [...logs].filter(([provider, { what }]) => (provider === UNKNOWN ? what !== 'everything' && !isInstead : what === 'nothing')).map(([provider]) => provider)
      : [];
    const wanted = [...new Set([...known, ...providers ?? [], ...turnedOff])].sort();
    return wanted.flatMap((provider): readonly Gap[] => {
      const logged = logs.get(provider) ?? { what: 'nothing', because: [] };
      if (logged.what === 'everything') return [];
      return [{
        statement: 'recorded', caller: name, callee: provider, protocol: 'TCP', requests: EVERYTHING, service, undecided: logged.what === 'part',
        because: logged.because.map((source) => ruleRef(source, 'spec.accessLogging')),
      }];
    });
  });
}
