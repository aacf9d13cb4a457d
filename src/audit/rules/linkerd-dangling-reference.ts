import { namespaceOfObject } from '../../eval/cluster/policies';
import { linkerdOf } from '../../eval/linkerd/servers';
import { ruleRef } from '../../eval/refs';
import { LINKERD_GROUP, type LinkerdAuthorizationPolicy, type LinkerdRef } from '../../manifest/linkerd/kinds';
import type { Placed } from '../../manifest/manifests';
import type { AuditRule } from '../rule';
import { LINKERD_INDEX, LINKERD_POLICY } from './shared/linkerd';

export const linkerdDanglingReference: AuditRule = {
  id: 'linkerd-dangling-reference',
  severity: 'warning',
  title: 'an AuthorizationPolicy of Linkerd refers to something that is not here',
  why: 'With an authentication that does not exist the whole policy is ignored, and admits nobody. A route is found only by its own group.',
  repair: 'check name, namespace and group, or give the manifests that have it, too',
  sources: [LINKERD_POLICY, LINKERD_INDEX],
  * find({ world }) {
    const names = new Set<string>();
    const add = ({ object: { apiVersion, kind, metadata }, ...rest }: Placed): void => {
      names.add(`${apiVersion.split('/')[0]}/${kind} ${namespaceOfObject({ object: { apiVersion, kind, metadata }, ...rest })}/${metadata.name}`);
    };
    world.linkerd.policies.forEach(add);
    world.policies.gatewayRoutes.forEach(add);
    for (const policy of linkerdOf<LinkerdAuthorizationPolicy>(world.linkerd, 'AuthorizationPolicy')) {
      const { targetRef, requiredAuthenticationRefs } = policy.object.spec;
      const own = namespaceOfObject(policy);
      const isMissing = ({ group = '', kind, name, namespace = own }: LinkerdRef): boolean => (
        (group === LINKERD_GROUP || kind.endsWith('Route')) && !names.has(`${group}/${kind} ${namespace}/${name}`)
      );
      const refs = [[targetRef, 'spec.targetRef'] as const, ...requiredAuthenticationRefs.map((r, i) => [r, `spec.requiredAuthenticationRefs[${i}]`] as const)];
      for (const [ref, path] of refs) if (isMissing(ref)) yield { at: ruleRef(policy, path), message: `\`${ref.kind} ${ref.namespace ?? own}/${ref.name}\` of group \`${ref.group ?? ''}\` is not here` };
    }
  },
};
