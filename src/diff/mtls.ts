import type { Destination, World } from '../eval';
import { rivalsAt } from '../eval/age/rivals';
import { worldsOfAnyAge } from '../eval/age/worlds';
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

/** Undefined: not both are sidecars of one pod, whose mode it is, or nobody knows which of several modes it is. */
function modesAt(worlds: Both<World>, { at }: Unit): Both<string> | undefined {
  const isSidecar = SIDES.every((side) => at[side].length === 1 && at[side][0].destination.workload.dataPlane === 'sidecar' && at[side][0].destination.protocol === 'TCP');
  if (!isSidecar) return undefined;
  const modes = both((side) => modeAt(worlds[side], at[side][0].destination));
  return modes.before === undefined || modes.after === undefined ? undefined : { before: modes.before, after: modes.after };
}

function modeAt(world: World, destination: Destination): string | undefined {
  const rivals = rivalsAt(world, destination);
  const worlds = world.orderIsAge || rivals.length === 0 ? [world] : worldsOfAnyAge(world, rivals);
  const modes = new Set(worlds?.map((w) => mutualTlsMode(w, destination.workload, destination.port).mode));
  return modes.size === 1 ? [...modes][0] : undefined;
}
