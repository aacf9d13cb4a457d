import { ruleRef } from '../../eval/refs';
import type { AccessModel } from '../../model/model';
import type { Round } from '../examine';
import type { Gap } from '../gap';
import type { Opening, Refutation } from '../types';
import { originText } from '../words';
import type { Aside } from './aside';
import { type Excused, excusedBy, isExcusable } from './excused';
import { openingsOf } from './openings';

/** The objects of others that somebody stands by, and what the manifests open with them and not without. */
export class StoodBy {
  private readonly excused: Excused[] = [];

  constructor(private readonly model: AccessModel, private readonly aside: readonly Aside[]) {}

  /** Those of the differences that nobody stands by. The others are kept, to be listed. */
  public refuse(gaps: readonly Gap[]): readonly Gap[] {
    if (this.aside.length === 0) return gaps;
    this.keep(gaps.filter(isExcusable));
    return gaps.filter((gap) => !isExcusable(gap));
  }

  /**
   * Objects that open nothing: whoever stands by them stands by what they will open one day. One that no rule is named of may be hidden by
   * another, so that it is tried without the others.
   */
  public needless(alone: (one: Aside) => Iterable<Round>): readonly Refutation[] {
    const named = new Set(this.excused.filter((e) => e.named).flatMap(({ by }) => by));
    return this.aside.filter((one) => !named.has(one)).flatMap((one) => {
      const own = this.aside.length === 1 ? this.excused.map(({ gap }) => gap) : [...alone(one)].flatMap(({ gaps }) => gaps.filter(isExcusable));
      if (own.length === 0) return [needless(one)];
      if (this.aside.length > 1) this.excused.push(...own.map((gap): Excused => ({ gap, by: [one], named: true })));
      return [];
    });
  }

  public openings(): readonly Opening[] {
    return openingsOf(this.model, this.aside, this.excused);
  }

  private keep(gaps: readonly Gap[]): void {
    this.excused.push(...gaps.map((gap) => excusedBy(gap, this.aside)));
  }
}

function needless({ name, source, said: { construct } }: Aside): Refutation {
  const rule = ruleRef(source);
  return {
    statement: 'as-assumed',
    text: `${name}${originText(rule)} is acknowledged, and opens nothing that is not declared`,
    caller: 'anybody',
    callee: name,
    because: [rule],
    construct,
    repair: 'take the acknowledgement back: the proof needs none',
  };
}
