import { isLinkerdMeshed } from '../../../eval/linkerd/mesh';
import { selectsPod } from '../../../eval/linkerd/servers';
import type { WorkloadView } from '../../../eval/types';
import type { World } from '../../../eval/world';
import { isMap } from '../../../manifest/schema/kit';
import type { LinkerdServer } from '../../../manifest/linkerd/kinds';
import type { Placed } from '../../../manifest/manifests';
import { podsIn } from './planes';

export const LINKERD_POLICY = 'https://linkerd.io/2/reference/authorization-policy/';
export const LINKERD_INDEX = 'https://github.com/linkerd/linkerd2/blob/main/policy-controller/k8s/index/src/inbound/index.rs';

export function podsOfServer(world: World, server: Placed<LinkerdServer>): readonly WorkloadView[] {
  return podsIn(world).filter((w) => selectsPod(server, w));
}

export function hasLinkerdProxy(world: World, workload: WorkloadView): boolean {
  return isLinkerdMeshed(world.linkerd, workload) === 'yes';
}

interface Routing {
  readonly object: { readonly spec: { readonly rules?: readonly { readonly matches?: readonly Readonly<Record<string, unknown>>[] }[] } };
}

/** Whether some rule takes every GET of a path; `undefined`: every request at all. What is asked of headers and queries is taken to fail. */
export function takes({ object: { spec: { rules = [] } } }: Routing, path?: string): boolean {
  return rules.some(({ matches = [] }) => matches.length === 0 || matches.some(({ path: pattern, method, ...others }) => (
    Object.keys(others).length === 0 && (method === undefined || (method === 'GET' && path !== undefined)) && covers(pattern, path)
  )));
}

function covers(pattern: unknown, path: string | undefined): boolean {
  const { type = 'PathPrefix', value = '/' } = isMap(pattern) ? pattern : {};
  const prefix = String(value).replace(/\/$/, '');
  if (type === 'PathPrefix') return prefix === '' || path === prefix || (path?.startsWith(`${prefix}/`) ?? false);
  // A regular expression of another language is not read.
  return path !== undefined && (type === 'Exact' ? path === value : true);
}
