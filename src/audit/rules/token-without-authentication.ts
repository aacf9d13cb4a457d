import type { WorkloadView } from '../../eval/types';
import { refsOf } from '../../eval/waypoint/policies';
import type { AuditRule } from '../rule';
import { AUTHORIZATION, REQUEST_AUTHENTICATION } from '../sources';
import { type AuthorizationInUse, type Subject, valuesOf } from '../subject';
import { podsText } from './shared/planes';

export const tokenWithoutAuthentication: AuditRule = {
  id: 'token-without-authentication',
  severity: 'error',
  title: 'a rule asks for tokens that nothing validates',
  why: 'Claims and request principals come from a RequestAuthentication. Where none applies there are none: an ALLOW that asks for them admits nobody, and a DENY by `notRequestPrincipals` denies everybody.',
  repair: 'add a RequestAuthentication with the same `selector` or `targetRefs`',
  sources: [REQUEST_AUTHENTICATION, AUTHORIZATION],
  * find(subject) {
    const authenticated = new Set(subject.request.flatMap((r) => r.workloads));
    for (const policy of subject.authorization) {
      const asking = [...valuesOf(policy)].find(({ field }) => /^(not)?[rR]equestPrincipals$|^request\.auth\./.test(field));
      if (asking === undefined) continue;
      const without = unauthenticated(subject, authenticated, policy);
      if (without !== undefined) yield { at: asking.ref, message: `no RequestAuthentication applies to ${without}` };
    }
  },
};

function unauthenticated(
  { request }: Subject, authenticated: ReadonlySet<WorkloadView>, { workloads, targets, namespace }: AuthorizationInUse,
): string | undefined {
  const pods = workloads.filter((w) => ['sidecar', 'gateway'].includes(w.dataPlane) && !authenticated.has(w));
  if (pods.length > 0) return podsText(pods);
  if (targets.length === 0) return undefined;
  const bound = new Set(request.filter((r) => r.namespace === namespace).flatMap((r) => refsOf(r.source)).map((t) => `${t.kind} ${t.name}`));
  // What is bound to the waypoint holds for everything behind it.
  const waypoints = [...bound].some((t) => /^Gateway(Class)? /.test(t));
  const target = targets.find((t) => !waypoints && !bound.has(`${t.kind} ${t.name}`));
  return target && `${target.kind} ${namespace}/${target.name}`;
}
