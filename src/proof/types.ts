import type { Layer, RuleRef } from '../eval/types';
import type { PendingPart, StageName } from '../model/stages';

/** What a synth can say about its own output. */
export type Verdict
  = | 'proved' | 'proved-under-assumptions' | 'refuted'
  /** As far as it is enforced already; `pending` says what is not. */
    | 'proved-so-far';

/**
 * The statements (docs/semantics.md, "What is proved"): three of what is enforced, two of what is not enforced yet, two of what is
 * recorded, one of what all of it rests on.
 */
export type Statement
  = | 'exactly-declared' // all layers together allow exactly what is declared
    | 'declared-works' // no layer denies a declared call
    | 'layer-least-privilege' // each layer allows no more than the declaration, as far as that layer can see
    | 'nothing-opened' // no layer lets in whom it refused before its stage, unless that is declared
    | 'nothing-closed' // no layer refuses before its stage whom it let in
    | 'recorded' // what is to be logged is logged
    | 'counted' // what a stage is left by is counted
    | 'as-assumed'; // nothing in the manifests contradicts or undoes what the others take for granted

/** A place in a manifest; of an object that is not read the whole of it. */
export interface Because extends Pick<RuleRef, 'object' | 'path'> {
  readonly source: Pick<RuleRef['source'], 'origin' | 'lineOf'>;
}

/** Something the verdict rests on that no manifest shows. */
export interface Assumption {
  /** Stable id, `backends-do-not-decode-slashes`. */
  readonly id: string;
  readonly text: string;
  /** What it concerns: service ids, or empty for the whole mesh. */
  readonly subjects: readonly string[];
  readonly acknowledged: boolean;
  /** What was said of it, as far as something was; left out: nothing. */
  readonly acknowledgements?: readonly Acknowledgement[];
}

/** Somebody stands by an assumption. */
export interface Acknowledgement {
  /** One of the subjects; left out: all of them, or an `object`. */
  readonly service?: string;
  /** One of the subjects; left out: all of them, or a `service`. */
  readonly object?: string;
  readonly reason: string;
  readonly expires?: string;
  readonly owner?: string;
}

export interface Refutation {
  readonly statement: Statement;
  readonly layer?: Layer;
  /** `web/cart may call DELETE /admin/x on shop/catalog:3550, which nothing declares`. */
  readonly text: string;
  /** Nobody can tell from the manifests whether it is so. */
  readonly undecided?: true;
  readonly caller: string;
  readonly callee: string;
  readonly port?: number;
  readonly request?: string;
  /** The objects and rules that widen (or deny). */
  readonly because: readonly Because[];
  /** Construct path of the declaring service or grant. */
  readonly construct?: string;
  readonly repair: string;
}

/** Access that is not declared. */
export interface OpenedAccess {
  /** The one that lets more through than is declared; left out: it is let through all of them, and this is an example. */
  readonly layer?: Layer;
  /** In words, as they were tried; never empty, as the next. */
  readonly callers: readonly string[];
  readonly callees: readonly string[];
  /** `6379`, `53/UDP`; the first of those that no policy and no declaration tells apart. Empty: whatever is called there. */
  readonly ports: readonly string[];
  readonly requests: string;
  /** Nobody can tell from the manifests whether it is so. */
  readonly undecided?: true;
  /** Other acknowledged objects that have a part in it; left out: none. */
  readonly together?: readonly string[];
}

/** An object of others that opens more than is declared, because somebody stands by it. */
export interface Opening {
  /** `NetworkPolicy shop/redis`. */
  readonly object: string;
  readonly reason: string;
  readonly expires?: string;
  readonly owner?: string;
  readonly construct: string;
  /** All of it, sorted. Empty: nothing yet, because not everything is enforced. */
  readonly access: readonly OpenedAccess[];
  /** Where it opens pods that nobody declared here, or may: others rest on it that these are closed. Left out: nowhere. */
  readonly undeclaredPods?: readonly { readonly namespace: string; readonly layer: Layer }[];
}

/** Pods in the manifests that nobody declared, in a namespace in which nothing is to be open by itself. */
export interface UnclaimedPods {
  /** `Deployment shop/debug`. */
  readonly name: string;
  /** What the declaration knows them as all the same, which says nothing of what else they do; left out: nothing may call them, and they nothing. */
  readonly as?: string;
  /** Services whose account they run under: to proxies they are these. NetworkPolicy alone keeps them from what these may call; left out: of none. */
  readonly identityOf?: readonly string[];
}

/** What nobody is refused by yet, although it is declared. */
export interface Pending {
  /** `shop`, or of a service that is not as far as its namespace `shop/catalog`. */
  readonly subject: string;
  readonly stage: StageName;
  /** In the order in which they come. Never empty. */
  readonly parts: readonly PendingPart[];
  readonly construct: string;
}

export interface ProofResult {
  readonly verdict: Verdict;
  readonly refutations: readonly Refutation[];
  readonly assumptions: readonly Assumption[];
  /** What acknowledged objects open beside what is declared. Sorted by object; left out: none is, or it is refuted. */
  readonly opened?: readonly Opening[];
  /** Sorted by subject; left out: everything is enforced. */
  readonly pending?: readonly Pending[];
  /** Sorted by name; left out: none. */
  readonly unclaimed?: readonly UnclaimedPods[];
  /** Counts for the report: ports of pods, callers tried there, and what was compared or asked. */
  readonly checked: { readonly destinations: number; readonly callerClasses: number; readonly decisions: number };
}
