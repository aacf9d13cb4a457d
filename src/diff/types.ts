import type { Answer, Layer, RuleRef } from '../eval/types';
import type { Both } from './both';
import type { Effect } from './levels';

/** One request, or everything in one sentence, that is answered differently. */
export interface Witness {
  /** `DELETE /admin/x`. */
  readonly text: string;
  /** Arguments of `mesh-access can`; left out: it is about somebody or something that a question cannot name. */
  readonly can?: readonly string[];
  /** The layers that answer differently, and why they answer now as they do. */
  readonly because: readonly Because[];
}

export interface Because {
  readonly layer: Layer;
  /** Left out: that layer was not, or is not, on the way. */
  readonly answers: Partial<Both<Answer>>;
  readonly text: string;
  readonly rules: readonly RuleRef[];
}

/** Requests of one caller that go from one answer to another. */
export interface StepReport {
  readonly effect: Effect;
  readonly from: Answer;
  readonly to: Answer;
  readonly requests: string;
  readonly witness: Witness;
}

/** What one caller may do at one port, where that changes. */
export interface AccessChange {
  readonly caller: string;
  /** Everybody of a kind, not somebody in particular. */
  readonly crowd: boolean;
  /** `added`: nothing before; `removed`: nothing after. */
  readonly kind: 'added' | 'removed' | 'changed';
  /** As the access table says it. */
  readonly access: Both<string>;
  /** Never empty; the worst first. */
  readonly steps: readonly StepReport[];
}

/** One layer alone answers otherwise, while another goes on to decide. */
export interface LayerChange {
  readonly layer: Layer;
  readonly caller: string;
  /** `broadening`: it lets more through than before. */
  readonly effect: Effect;
  readonly requests: string;
}

/** Of whom neither side can be decided, while what would decide it changes. */
export interface Undecided {
  /** Left out: it goes from no answer to no answer. */
  readonly effect?: Effect;
  readonly caller: string;
  readonly requests: string;
  readonly text: string;
}

/** The mode of a sidecar, or whether anything takes plaintext. */
export interface MtlsChange extends Both<string> {
  readonly effect: Effect;
}

/** A port that can be called, with all that changes there. */
export interface CalleeDiff {
  /** `shop/frontend:80 (pod port 8080)`, `any other port of pod:shop/frontend`. */
  readonly callee: string;
  /** It is not there on the other side. */
  readonly only?: 'before' | 'after';
  /** Left out: no change. */
  readonly mtls?: MtlsChange;
  readonly changes: readonly AccessChange[];
  readonly layers: readonly LayerChange[];
  readonly undecided: readonly Undecided[];
}

/** What workloads may call outside the cluster, where that changes. */
export interface ExternalChange {
  /** Service accounts; sorted, those of nobody last. */
  readonly callers: readonly string[];
  /** `api.payments.example:443`, `any other address on port 443`. */
  readonly target: string;
  readonly from: Answer;
  readonly to: Answer;
  /** Of this layer alone, while another goes on to decide. */
  readonly layer?: Layer;
  /** Left out: nobody can say. */
  readonly effect?: Effect;
  /** Of what is sent there; left out: all of it. */
  readonly requests?: string;
  /** Why nobody can say. */
  readonly text?: string;
  readonly because: readonly Because[];
}

export interface AccessDiff {
  /** The worst first; those with nothing to say are left out. */
  readonly callees: readonly CalleeDiff[];
  readonly externals: readonly ExternalChange[];
  /** Workloads that only one side has; by themselves they change nobody's access but what can be called of them. */
  readonly workloads: { readonly added: readonly string[]; readonly removed: readonly string[] };
}
