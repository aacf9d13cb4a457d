import { namespaceOfObject } from '../../eval/cluster/policies';
import { ruleRef } from '../../eval/refs';
import type { World } from '../../eval/world';
import type { AuditRule, Fault } from '../rule';
import { AUTHORIZATION } from '../sources';
import { type AuthorizationInUse, type Subject, type Values, valuesOf } from '../subject';
import { accountOf } from './shared/accounts';

/** Of severity `info`: one directory is not a cluster. */
export const outsideReference: AuditRule = {
  id: 'outside-reference',
  severity: 'info',
  title: 'a policy refers to something that is not in these manifests',
  why: 'A name that nothing has is enforced like any other: a selector without pods protects nothing, an identity that nobody has admits nobody. It may be elsewhere in the cluster, or misspelled.',
  repair: 'check the spelling, or give the manifests that have it, too',
  sources: [AUTHORIZATION, 'https://istio.io/latest/docs/reference/config/analysis/ist0101/'],
  * find(subject) {
    const { world, authorization, network, peer, request } = subject;
    for (const { ref, source, workloads } of [...network, ...peer, ...request, ...authorization]) {
      const { spec } = source.object;
      const labels = 'podSelector' in spec ? spec.podSelector.matchLabels : spec.selector?.matchLabels;
      if (workloads.length === 0 && Object.keys(labels ?? {}).length > 0) yield { at: ref, message: 'its selector selects none of the pods' };
    }
    const accounts = new Set([
      ...world.workloads.map((w) => `${w.namespace}/${w.serviceAccount}`),
      ...subject.objects.filter(({ object }) => object.kind === 'ServiceAccount').map((o) => `${namespaceOfObject(o)}/${o.object.metadata.name}`),
    ]);
    for (const policy of authorization) {
      for (const values of valuesOf(policy)) yield* unknownCallers(world, accounts, policy, values);
      yield* unknownTargets(subject, policy);
    }
  },
};

function* unknownCallers(
  world: World, accounts: ReadonlySet<string>, { namespace: own }: AuthorizationInUse, { field, values, ref }: Values,
): Iterable<Fault> {
  for (const value of values) {
    const account = accountOf(field, value, own);
    const namespace = /^(not)?[nN]amespaces$|^source\.namespace$/.test(field) ? value : account?.split('/')[0];
    if (namespace === undefined || namespace.includes('*')) continue;
    if (!world.namespaces.has(namespace) && !world.workloads.some((w) => w.namespace === namespace)) yield { at: ref, message: `\`${value}\` is of a namespace that is not here` };
    else if (account !== undefined && !accounts.has(account)) yield { at: ref, message: `\`${value}\` is an identity that no workload here has` };
  }
}

function* unknownTargets({ world, objects }: Subject, { targets, source, namespace }: AuthorizationInUse): Iterable<Fault> {
  for (const { kind, name } of targets) {
    const known = kind === 'GatewayClass' || (kind === 'Gateway' && world.gateways.find(namespace, name) !== undefined)
      || objects.some((o) => o.object.kind === kind && o.object.metadata.name === name && namespaceOfObject(o) === namespace);
    if (!known) yield { at: ruleRef(source, 'spec.targetRefs'), message: `\`${kind} ${namespace}/${name}\` is not here` };
  }
}
