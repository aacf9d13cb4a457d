import { refsOf } from '../../eval/waypoint/policies';
import type { AuditRule } from '../rule';
import { REQUEST_AUTHENTICATION } from '../sources';
import { type Subject, valuesOf } from '../subject';

export const tokenNotRequired: AuditRule = {
  id: 'token-not-required',
  severity: 'warning',
  title: 'a RequestAuthentication does not require a token',
  why: 'A request with a bad token is refused, and one without any passes. What makes a token mandatory is an AuthorizationPolicy that asks for one.',
  repair: 'allow only `requestPrincipals: ["*"]`, or deny `notRequestPrincipals: ["*"]`, for the same pods or target',
  sources: [REQUEST_AUTHENTICATION],
  * find(subject) {
    const { pods, targets } = demanding(subject);
    for (const { source, ref, namespace, workloads } of subject.request) {
      if ((source.object.spec.jwtRules ?? []).length === 0) continue;
      const bound = refsOf(source);
      const open = bound.length === 0
        ? workloads.filter((w) => ['sidecar', 'gateway'].includes(w.dataPlane) && !pods.has(w)).map((w) => w.id)
        : bound.filter((t) => t.kind !== 'GatewayClass' && !targets.has(`${t.kind} ${namespace}/${t.name}`)).map((t) => `${t.kind} ${namespace}/${t.name}`);
      if (open.length > 0) yield { at: ref, message: `no AuthorizationPolicy of \`${open[0]}\` asks for a token` };
    }
  },
};

/** Whom some policy asks for a token, of whatever it allows or denies. */
function demanding({ authorization }: Subject): { readonly pods: ReadonlySet<unknown>; readonly targets: ReadonlySet<string> } {
  const asking = authorization.filter((p) => [...valuesOf(p)].some(({ field }) => /^(not)?[rR]equestPrincipals$|^request\.auth\./.test(field)));
  return {
    pods: new Set(asking.flatMap((p) => p.workloads)),
    targets: new Set(asking.flatMap((p) => p.targets.map((t) => `${t.kind} ${p.namespace}/${t.name}`))),
  };
}
