import { connectionLayer, type LayerAt, verdict, type Verdict } from '../layers/layer';
import { refsText, ruleRef } from '../refs';
import type { Destination } from '../types';
import type { World } from '../world';
import { isLinkerdMeshed, listsPort, settingOf } from './mesh';
import { routesOfServer, serversAt } from './servers';

export const DEFAULT_POLICY = 'config.linkerd.io/default-inbound-policy';
export const SKIPPED_PORTS = 'config.linkerd.io/skip-inbound-ports';
/** Of an installation that sets no other. https://linkerd.io/2/reference/authorization-policy/#default-policies */
const INSTALLED = 'all-unauthenticated';
const OPEN = ['all-unauthenticated', 'audit'];

/**
 * A proxy of Linkerd before the callee. Who may pass it is not evaluated: what it may refuse is undetermined, and it lets in nobody whom
 * another layer keeps out. Undefined: there is none, as far as the manifests say.
 */
export function linkerdLayer(world: World, destination: Destination): LayerAt | undefined {
  const decided = judged(world, destination);
  return decided === undefined ? undefined : connectionLayer('linkerd', () => decided);
}

function judged(world: World, { workload, port, protocol }: Destination): Verdict | undefined {
  const { linkerd, settings } = world;
  if (!settings.mesh || protocol !== 'TCP') return undefined;
  const meshed = isLinkerdMeshed(linkerd, workload);
  if (meshed === 'no' || listsPort(settingOf(linkerd, workload, SKIPPED_PORTS), port)) return undefined;
  const servers = serversAt(world, workload, port);
  if (servers.length > 0) {
    const refs = servers.map((s) => ruleRef(s));
    const open = servers.every((s) => OPEN.includes(s.object.spec.accessPolicy ?? 'deny') && routesOfServer(world, s).length === 0);
    return open
      ? verdict('allow', () => `${refsText(refs)} lets everybody in`, refs)
      : verdict('undetermined', () => `whom ${refsText(refs)} lets in, Linkerd decides, which is not evaluated`, refs);
  }
  if (meshed === 'unknown') return undefined;
  const policy = settingOf(linkerd, workload, DEFAULT_POLICY) ?? INSTALLED;
  return OPEN.includes(policy)
    ? verdict('allow', `${workload.id} has a proxy of Linkerd, and no Server for port ${port}: its default policy is \`${policy}\``)
    : verdict('undetermined', `${workload.id} has a proxy of Linkerd with the default policy \`${policy}\`, which is not evaluated`);
}
