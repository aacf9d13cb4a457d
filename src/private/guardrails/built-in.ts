import type { AccessGraph } from '../../access-graph';
import { type GuardrailFinding, GuardrailSeverity, type IGuardrail } from '../../guardrail';
import type { GuardrailOptions } from '../../guardrails';
import { member, struct } from '../arguments';
import { dataClassNames } from '../stewardship';
import { guardrailId } from './registered';

/** Which services a rule is about. */
export interface Scope {
  includes(service: string | undefined): boolean;
  /** `` (`shop/orders` holds `PCI`)``: why the rule is about it. */
  because(service: string | undefined): string;
}

type Find = (graph: AccessGraph, scope: Scope) => readonly GuardrailFinding[];

/** A rule of ours. It sees what everybody's rules see, and nothing else. */
export function builtIn(rule: { readonly id: string; readonly description: string }, options: GuardrailOptions | undefined, find: Find): IGuardrail {
  const given = struct(`options of guardrail \`${rule.id}\``, options);
  const classes = dataClassNames(given.dataClasses);
  const severity = member('severity', given.severity ?? GuardrailSeverity.ERROR, GuardrailSeverity);
  return {
    id: given.id === undefined || given.id === null ? rule.id : guardrailId('id of a guardrail', given.id),
    description: `${rule.description}${classes === undefined ? '' : `, where there is \`${classes.join('`, `')}\``}`,
    check: (graph) => find(graph, scopeOf(graph, classes)).map((finding) => ({ ...finding, severity })),
  };
}

/** Without classes: everything, and what concerns the whole mesh. */
function scopeOf(graph: AccessGraph, classes: readonly string[] | undefined): Scope {
  // `Trade-Secret` and `trade-secret` are spellings of one: a rule about the one is about the other.
  const wanted = classes === undefined ? undefined : new Set(classes.map((name) => name.toLowerCase()));
  const held = (service: string | undefined): readonly string[] => {
    const of = service === undefined ? [] : graph.service(service)?.dataClasses ?? [];
    return wanted === undefined ? of : of.filter((name) => wanted.has(name.toLowerCase()));
  };
  return {
    includes: (service) => classes === undefined || held(service).length > 0,
    because: (service) => (classes === undefined || held(service).length === 0 ? '' : ` (\`${service}\` holds \`${held(service).join('`, `')}\`)`),
  };
}
