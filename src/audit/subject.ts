import { isDryRun, namespacesOf } from '../eval/authorization/site';
import { type From, namespaceOfObject } from '../eval/cluster/policies';
import { ruleRef } from '../eval/refs';
import type { RuleRef, WorkloadView } from '../eval/types';
import { refsOf } from '../eval/waypoint/policies';
import type { World } from '../eval/world';
import type {
  AuthorizationPolicy, KnownObject, NetworkPolicy, Operation, PeerAuthentication, RequestAuthentication, Rule, Sidecar, Source,
  TargetRef,
} from '../manifest/kinds';
import type { ManifestObject } from '../manifest/manifests';

export interface NumberedRule {
  readonly rule: Rule;
  readonly ref: RuleRef;
}

/** An AuthorizationPolicy and the pods that its selector reaches; a bound one reaches none. */
export interface AuthorizationInUse {
  readonly source: From<AuthorizationPolicy>;
  readonly ref: RuleRef;
  readonly namespace: string;
  readonly action: 'ALLOW' | 'DENY' | 'AUDIT' | 'CUSTOM';
  readonly dryRun: boolean;
  readonly rules: readonly NumberedRule[];
  readonly targets: readonly TargetRef[];
  readonly workloads: readonly WorkloadView[];
}

export interface PodsOf<T extends KnownObject> {
  readonly source: From<T>;
  readonly ref: RuleRef;
  readonly namespace: string;
  readonly workloads: readonly WorkloadView[];
}

/** The manifests with what several rules ask about them. */
export interface Subject {
  readonly world: World;
  readonly objects: readonly ManifestObject[];
  readonly authorization: readonly AuthorizationInUse[];
  readonly network: readonly PodsOf<NetworkPolicy>[];
  readonly peer: readonly PodsOf<PeerAuthentication>[];
  readonly sidecar: readonly PodsOf<Sidecar>[];
  readonly request: readonly PodsOf<RequestAuthentication>[];
}

export function subjectOf(world: World, objects: readonly ManifestObject[]): Subject {
  const reach = new Map<ManifestObject, WorkloadView[]>();
  for (const workload of world.workloads) {
    const here = world.policies.in(workload.namespace);
    const everywhere = namespacesOf(world, workload.namespace).map((n) => world.policies.in(n));
    const selecting = [
      ...(workload.apart === undefined ? here.network.selecting(workload.labels) : []), ...here.peer.selecting(workload.labels),
      ...here.sidecar.selecting(workload.labels),
      ...everywhere.flatMap((n) => [...n.authorization.selecting(workload.labels), ...n.request.selecting(workload.labels)]),
    ];
    for (const source of selecting) {
      const known = reach.get(source);
      if (known === undefined) reach.set(source, [workload]);
      else known.push(workload);
    }
  }
  const podsOf = <T extends KnownObject>(kind: T['kind']): PodsOf<T>[] => objects.flatMap((o) => (o.object.kind !== kind
    ? []
    : [{ source: o as From<T>, ref: ruleRef(o), namespace: namespaceOfObject(o), workloads: reach.get(o) ?? [] }]));
  return {
    world,
    objects,
    authorization: podsOf<AuthorizationPolicy>('AuthorizationPolicy').map(inUse),
    network: podsOf<NetworkPolicy>('NetworkPolicy'),
    peer: podsOf<PeerAuthentication>('PeerAuthentication'),
    sidecar: podsOf<Sidecar>('Sidecar'),
    request: podsOf<RequestAuthentication>('RequestAuthentication'),
  };
}

function inUse(policy: PodsOf<AuthorizationPolicy>): AuthorizationInUse {
  const { spec } = policy.source.object;
  return {
    ...policy,
    action: spec.action ?? 'ALLOW',
    dryRun: isDryRun(policy.source),
    rules: (spec.rules ?? []).map((rule, i) => ({ rule, ref: ruleRef(policy.source, `spec.rules[${i}]`) })),
    targets: refsOf(policy.source),
  };
}

/** A list of values somewhere in a policy's rules. */
export interface Values {
  readonly policy: AuthorizationInUse;
  /** `paths`, `notPrincipals`, or the key of a condition. */
  readonly field: string;
  readonly values: readonly string[];
  /** `notPaths`, `notValues`: everything but these. */
  readonly negative: boolean;
  readonly ref: RuleRef;
}

/** Every list of values of a policy, whichever section it stands in. */
export function* valuesOf(policy: AuthorizationInUse): Iterable<Values> {
  for (const { rule, ref } of policy.rules) {
    for (const [i, { source }] of (rule.from ?? []).entries()) yield* lists(policy, source, `${ref.path}.from[${i}].source`);
    for (const [i, { operation }] of (rule.to ?? []).entries()) yield* lists(policy, operation, `${ref.path}.to[${i}].operation`);
    for (const [i, { key, values, notValues }] of (rule.when ?? []).entries()) {
      const path = `${ref.path}.when[${i}]`;
      if (values !== undefined) yield { policy, field: key, values, negative: false, ref: { ...ref, path: `${path}.values` } };
      if (notValues !== undefined) yield { policy, field: key, values: notValues, negative: true, ref: { ...ref, path: `${path}.notValues` } };
    }
  }
}

function* lists(policy: AuthorizationInUse, match: Source | Operation | undefined, path: string): Iterable<Values> {
  for (const [field, values] of Object.entries(match ?? {}) as [string, readonly string[]][]) {
    yield { policy, field, values, negative: /^not[A-Z]/.test(field), ref: { ...policy.ref, path: `${path}.${field}` } };
  }
}

/** Of one kind of value, positive and negative, wherever it may stand. */
export function* valuesAbout(subject: Subject, ...fields: readonly string[]): Iterable<Values> {
  for (const policy of subject.authorization) {
    for (const values of valuesOf(policy)) {
      const plain = values.negative && values.field.startsWith('not') ? values.field[3].toLowerCase() + values.field.slice(4) : values.field;
      if (fields.includes(plain)) yield values;
    }
  }
}
