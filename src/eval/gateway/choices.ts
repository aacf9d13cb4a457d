import type { ManifestObject } from '../../manifest/manifests';
import { intersect, NOTHING, type RequestSet, setKey, subtract, union } from '../request-set';
import type { RuleRef } from '../types';
import type { World } from '../world';
import { actOf, byOf } from './course';
import { before, type Candidate, ordered } from './order';
import type { Routes } from './routes';
import type { Act } from './rule';

/** A rule, and which requests it takes. */
export interface Choice {
  readonly ref: RuleRef;
  readonly by?: RuleRef;
  /** The object that it is a rule of, whoever wrote it. */
  readonly of: ManifestObject;
  /** Why it is not known what it takes; left out: it is. */
  readonly doubt?: string;
  readonly act: Act;
  /** It takes these, if none of another object does before. */
  readonly must: RequestSet;
  readonly may: RequestSet;
}

interface Sets extends Candidate {
  readonly must: RequestSet;
  readonly may: RequestSet;
}

/** Rules for one host, and what each of them takes of `all`; the same as `courseOf` finds for every single request. */
export function choicesOf(world: World, routes: readonly Routes[], all: RequestSet): readonly Choice[] {
  const objects = new Map(routes.map((r) => [r.attached.source, r]));
  const placesOf = ({ attached: { source } }: Sets): readonly Routes[] => routes.filter(({ attached }) => attached.source === source);
  // An object may be of several listeners: it comes after what is before it at each.
  const isBefore = (other: Sets, attached: Routes['attached'], c: Sets): boolean => placesOf(c).every((place) => (
    before(world, { rule: other.rule, attached }, { rule: c.rule, attached: place.attached })));
  const found = [...objects.values()].flatMap((r) => withinObject(r, all));
  return found.map((c): Choice => {
    const isFirst = (other: Sets): boolean => other !== c && placesOf(other).some(({ attached }) => attached.isAttached === 'yes' && isBefore(other, attached, c));
    const first = objects.size === 1 ? [] : found.filter(isFirst).map((other) => other.must);
    const may = first.length === 0 ? c.may : subtract(c.may, union(...first));
    const { ref, doubt } = c.rule;
    return { ref, ...byOf(c.rule), of: c.attached.source, ...(doubt === undefined ? {} : { doubt }), act: actOf(c), may, must: c.attached.isAttached === 'yes' ? c.must : NOTHING };
  }).filter(({ may }) => may.boxes.length > 0);
}

function withinObject({ attached, rules }: Routes, all: RequestSet): readonly Sets[] {
  let [must, may] = [all, all];
  return ordered(rules).map((rule): Sets => {
    const { set } = rule;
    const taken = { rule, attached, must: intersect(must, set.must), may: intersect(may, set.may) };
    [must, may] = [subtract(must, set.may), subtract(may, set.must)];
    return taken;
  });
}

/** No request may be taken by one or another: the rules of one object, each in doubt of nothing. */
export function isDecided(choices: readonly Choice[]): boolean {
  return new Set(choices.map(({ of }) => of)).size === 1 && choices.every(({ must, may }) => setKey(must) === setKey(may));
}
