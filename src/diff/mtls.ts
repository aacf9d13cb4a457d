import type { World } from '../eval';
import { mutualTlsMode } from '../eval/cluster/mutual-tls';
import type { Line } from './access';
import { both, SIDES, type Both } from './both';
import type { MtlsChange } from './types';
import type { Unit } from './units';

const OPENNESS = ['STRICT', 'PERMISSIVE', 'DISABLE'];

/** `plaintext`: whoever comes without an identity tells whether the port takes that, whatever policies then say to it. */
export function mtlsChange(worlds: Both<World>, unit: Unit, plaintext: Line | undefined): MtlsChange | undefined {
  const modes = modesAt(worlds, unit);
  const layer = plaintext?.comparison.layers.find((l) => l.layer === 'mtls');
  if (modes !== undefined && modes.before !== modes.after) {
    return { ...modes, effect: layer?.effect ?? (OPENNESS.indexOf(modes.after) > OPENNESS.indexOf(modes.before) ? 'broadening' : 'narrowing') };
  }
  if (layer === undefined) return undefined;
  const [closed, open] = ['no plaintext', 'plaintext'];
  return layer.effect === 'broadening' ? { before: closed, after: open, effect: layer.effect } : { before: open, after: closed, effect: layer.effect };
}

/** Undefined: not both are sidecars of one pod, whose mode it is. */
function modesAt(worlds: Both<World>, { at }: Unit): Both<string> | undefined {
  const isSidecar = SIDES.every((side) => at[side].length === 1 && at[side][0].destination.workload.dataPlane === 'sidecar' && at[side][0].destination.protocol === 'TCP');
  if (!isSidecar) return undefined;
  return both((side) => {
    const { workload, port } = at[side][0].destination;
    return mutualTlsMode(worlds[side], workload, port).mode;
  });
}
