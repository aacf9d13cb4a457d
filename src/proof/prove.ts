import { checkAssumed } from './assumed';
import { assumptionsOf } from './assumptions';
import { examine, type Examination, type ProofInput, type Round } from './examine';
import type { Gap, Tally } from './gap';
import { asideIn, without } from './opened/aside';
import { mistakenIn } from './opened/mistaken';
import { StoodBy } from './opened/stood-by';
import { pendingOf } from './rollout';
import type { ProofResult, Refutation, UnclaimedPods } from './types';
import { posingIn } from './unclaimed';
import { refutationsOf } from './words';

export type { ProofInput } from './examine';

/**
 * Does what these manifests enforce equal what was declared? In two steps, pod by pod: policies that say plainly what is declared are done
 * with at once (`Plain`); at all others everybody knocks. `knockAtAll`: the second step alone, which decides about the first.
 *
 * What cannot be decided counts against safety: let through perhaps is let through, and works perhaps does not work.
 *
 * Objects of others that somebody stands by may open more. Without them everything has to hold, so that what is open beside it with them is
 * theirs alone; with them everything has to hold but that.
 */
export function prove(input: ProofInput, { knockAtAll = false }: { readonly knockAtAll?: boolean } = {}): ProofResult {
  const { model, manifests } = input;
  const tally: Tally = { destinations: 0, decisions: 0, callerClasses: 0 };
  const examined = (given: ProofInput): Examination => examine(given, tally, knockAtAll);
  const aside = asideIn(model, manifests);
  const stoodBy = new StoodBy(model, aside);
  const whole = examined(input);
  const found = firstRefuted(
    [...mistakenIn(model, manifests).map(({ refutation }) => refutation), ...checkAssumed(whole.context, model, manifests)],
    [
      ...(aside.length === 0 ? [] : [judged(examined(without(input, aside)).rounds(), (gaps) => gaps)]),
      judged(whole.rounds(), (gaps) => stoodBy.refuse(gaps)),
    ],
  );
  const pending = pendingOf(model);
  // What is not enforced yet cannot be said to be as closed without an object.
  const needless = found.length > 0 || pending.length > 0
    ? []
    : stoodBy.needless((one) => examined(without(input, aside.filter((a) => a !== one))).rounds());
  const refutations = [...found, ...needless];
  const opened = refutations.length > 0 ? [] : stoodBy.openings();
  const assumptions = assumptionsOf({ model, manifests, assumed: whole.assumed, world: whole.world });
  const proved = pending.length > 0 ? 'proved-so-far' : assumptions.length + opened.length > 0 ? 'proved-under-assumptions' : 'proved';
  const unclaimed = unclaimedNames([...whole.unclaimed, ...posingIn(whole.world, model, manifests)]);
  return {
    verdict: refutations.length > 0 ? 'refuted' : proved, refutations, assumptions,
    ...(opened.length === 0 ? {} : { opened }),
    ...(pending.length === 0 ? {} : { pending }),
    ...(unclaimed.length === 0 ? {} : { unclaimed }),
    checked: tally,
  };
}

/** Round by round, of those differences that count. */
function* judged(rounds: Iterable<Round>, counting: (gaps: readonly Gap[]) => readonly Gap[]): Generator<readonly Refutation[]> {
  for (const { gaps, oldest, passedOver } of rounds) yield refutationsOf(counting(gaps), { oldest, passedOver });
}

/** What is wrong as read is said at once; what another age of objects, or an istiod that passes some over, brings about, where nothing else is. */
function firstRefuted(unfounded: readonly Refutation[], all: readonly Generator<readonly Refutation[]>[]): readonly Refutation[] {
  const asRead = [...unfounded, ...all.flatMap((ages) => ages.next().value as readonly Refutation[])];
  if (asRead.length > 0) return distinct(asRead);
  for (const ages of all) {
    for (const refutations of ages) if (refutations.length > 0) return refutations;
  }
  return [];
}

function distinct(refutations: readonly Refutation[]): readonly Refutation[] {
  return [...new Map(refutations.map((r) => [`${r.construct ?? ''} ${r.text}`, r])).values()];
}

function unclaimedNames(unclaimed: readonly UnclaimedPods[]): readonly UnclaimedPods[] {
  return unclaimed.map(({ name, as, identityOf }): UnclaimedPods => (
    { name, ...(as === undefined ? {} : { as }), ...(identityOf === undefined ? {} : { identityOf }) }
  )).sort((a, b) => (a.name < b.name ? -1 : 1));
}
