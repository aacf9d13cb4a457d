import type { RuleRef } from '../eval/types';
import type { AuthorizationPolicy, AuthorizationPolicySpec, NetworkPolicy, NetworkPolicySpec } from '../manifest/kinds';

/** Of several policies that admit nobody it takes one to change: not those that are there to admit nobody, whoever asks. */
export function changeable(because: readonly RuleRef[]): readonly RuleRef[] {
  const others = because.filter((ref) => !isForNobody(ref));
  return others.length === 0 ? because : others;
}

/** It selects everything in reach, or a waypoint for all of its Services, and has no rule. */
function isForNobody({ source: { object } }: RuleRef): boolean {
  switch (`${object.apiVersion.split('/')[0]} ${object.kind}`) {
    case 'networking.k8s.io NetworkPolicy': return isolatesAll((object as NetworkPolicy).spec);
    case 'security.istio.io AuthorizationPolicy': return allowsNothing((object as AuthorizationPolicy).spec);
    default: return false;
  }
}

function isolatesAll({ podSelector = {}, ingress = [], egress = [] }: Partial<NetworkPolicySpec> = {}): boolean {
  const { matchLabels = {}, matchExpressions = [] } = podSelector;
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0 && ingress.length === 0 && egress.length === 0;
}

function allowsNothing({ action = 'ALLOW', selector, targetRef, targetRefs = [], rules = [] }: AuthorizationPolicySpec = {}): boolean {
  const targets = targetRef === undefined ? targetRefs : [targetRef];
  const ofAll = Object.keys(selector?.matchLabels ?? {}).length === 0 && targets.every(({ kind }) => kind.startsWith('Gateway'));
  return action === 'ALLOW' && rules.length === 0 && ofAll;
}
