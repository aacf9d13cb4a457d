import { egressTo, judgeEgress } from '../layers/egress-policy';
import { type Verdict, verdict } from '../layers/layer';
import { endOf } from '../network/end';
import type { Caller } from '../types';
import type { World } from '../world';
import type { Lead } from './leads';

/** NetworkPolicy of the caller's namespace, wherever the connection goes: it sees that address and port, and nothing of what was dialled. */
export function judgeLeads(world: World, caller: Caller, leads: readonly Lead[]): Verdict {
  const each = leads.map((lead) => ({ lead, found: judgeLead(world, caller, lead) }));
  const [{ found: first }] = each;
  if (each.every(({ found }) => found.answer === first.answer)) return first;
  const text = (): string => `it depends on where it leads (${each.map(({ lead: { end, port }, found }) => `${end.id}:${port}: ${found.answer}, ${found.text()}`).join('; ')})`;
  return verdict('undetermined', text, [...new Set(each.flatMap(({ found }) => found.because))]);
}

function judgeLead(world: World, caller: Caller, { end, port, entry }: Lead): Verdict {
  const target = { port, protocol: 'TCP' as const };
  if (isNobodyKnown(end)) return verdict('undetermined', end.doubt!.text, [end.doubt!.ref]);
  if (end.apart === 'address') return judgeEgress(world, caller, endOf(end), target);
  return egressTo(world, caller, { workload: end, ...target, ...(entry === undefined ? {} : { entry }) });
}

/** Not even its port is certain. */
export function isNobodyKnown({ doubt, ip }: Lead['end']): boolean {
  return doubt !== undefined && ip === undefined;
}
