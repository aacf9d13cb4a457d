import type { Labels, LabelSelector, TargetRef, WorkloadSelector } from '../kinds';
import { labels } from '../syntax/labels';
import { labelKeyFault, labelValueFault } from '../syntax/names';
import type { Findings } from './finding';
import { customObject, list, object, oneOf, record, stringOf, type Check } from './kit';

type Expression = NonNullable<LabelSelector['matchExpressions']>[number];

const expression = object<Expression>({
  key: stringOf('bad-label', labelKeyFault),
  operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist'),
  values: list(stringOf('bad-label', labelValueFault)),
}, {
  name: 'a match expression',
  required: ['key', 'operator'],
  rules: ({ operator, values = [] }, findings) => {
    const takesValues = operator === 'In' || operator === 'NotIn';
    if (takesValues && values.length === 0) findings.add('missing-field', `operator ${operator} needs \`values\``);
    if (!takesValues && values.length > 0) findings.add('conflict', `operator ${operator} takes no \`values\``, { repair: 'remove them' });
  },
});

/** A Kubernetes label selector; `{}` selects everything. */
export const labelSelector: Check<LabelSelector> = object<LabelSelector>(
  { matchLabels: labels, matchExpressions: list(expression) },
  { name: 'a label selector' },
);

const wildcardFault = (text: string) => text.includes('*') ? 'has a `*`, which a selector takes literally' : undefined;

const istioLabelKey = stringOf('bad-label', (key) => key === '' ? 'must not be empty' : wildcardFault(key));
const istioLabelValue = stringOf('bad-label', (value) => value.length > 63 ? 'is longer than 63 characters' : wildcardFault(value));
/** Istio checks less than Kubernetes: a label that no pod can carry is accepted, and selects nothing. */
const selectorLabels = (most: number): Check<Labels> => {
  const check = record(istioLabelKey, istioLabelValue, 'a map of labels');
  return (value, findings) => {
    const read = check(value, findings);
    const count = Object.keys(read).length;
    if (count > most) findings.add('bad-value', `must have at most ${most} labels, got ${count}`);
    return read;
  };
};

/** `spec.selector` of the security API. */
export const workloadSelector: Check<WorkloadSelector> = customObject<WorkloadSelector>(
  { matchLabels: selectorLabels(4096) }, { name: 'a workload selector' },
);

/** `spec.workloadSelector` of the networking API. */
export const networkingSelector = customObject<{ readonly labels?: Labels }>(
  { labels: selectorLabels(256) }, { name: 'a workload selector' },
);

const GROUP = /^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const KIND = /^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const TARGETS: ReadonlySet<string> = new Set([
  '/Service', 'core/Service', 'networking.istio.io/ServiceEntry', 'gateway.networking.k8s.io/Gateway', 'gateway.networking.k8s.io/GatewayClass',
]);

const OTHER_NAMESPACE = { message: 'names a namespace; a policy can only refer to its own', repair: 'remove it' };

const targetRef: Check<TargetRef> = customObject<TargetRef>({
  group: stringOf('bad-value', (text) => GROUP.test(text) && text.length <= 253 ? undefined : 'is not an API group'),
  kind: stringOf('bad-value', (text) => KIND.test(text) && text.length <= 63 ? undefined : 'is not a kind'),
  name: stringOf('bad-name', (text) => text === '' || text.length > 253 ? 'is not a name' : undefined),
  namespace: stringOf('not-supported', (text) => text === '' ? undefined : OTHER_NAMESPACE),
}, {
  name: 'a target reference',
  required: ['kind', 'name'],
  rules: ({ group = '', kind }, findings) => {
    if (!TARGETS.has(`${group}/${kind}`)) {
      findings.add('bad-value', `a policy cannot refer to \`${group === '' ? kind : `${group}/${kind}`}\``, {
        value: kind, repair: 'refer to a Service, a ServiceEntry (networking.istio.io), or a Gateway or GatewayClass (gateway.networking.k8s.io)',
      });
    }
  },
});

/** `selector`, `targetRef` and `targetRefs`, of which a policy may have one. */
export const target = { selector: workloadSelector, targetRef, targetRefs: list(targetRef, { most: 16 }) };

type Targeted = { readonly [K in 'selector' | 'targetRef' | 'targetRefs']?: unknown };

export function oneTarget(spec: Targeted, findings: Findings): void {
  const set = (['selector', 'targetRef', 'targetRefs'] as const).filter((key) => spec[key] !== undefined);
  if (set.length > 1) findings.add('conflict', `only one of ${set.map((key) => `\`${key}\``).join(' and ')} can be set`);
}
