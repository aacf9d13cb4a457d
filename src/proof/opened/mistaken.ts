import { namespaceOfObject } from '../../eval/cluster/policies';
import { ruleRef } from '../../eval/refs';
import { nearest } from '../../manifest/schema/nearest';
import type { Manifests } from '../../manifest/manifests';
import type { AccessModel, AcknowledgementModel } from '../../model/model';
import { groupOf, policyName } from '../../model/opening-kinds';
import { mayStandFor } from '../assumed/behind';
import { identityOf, unreadName } from '../assumed/unread';
import { isWrittenByUs } from '../stages';
import type { Because, Refutation } from '../types';
import { nameOfPolicy } from './aside';

/** An acknowledgement that is of nothing. */
export interface Mistaken {
  /** It is of what this library writes. */
  readonly isOwn: boolean;
  readonly refutation: Refutation;
}

/**
 * Somebody stands by one object, exactly as it is named; where there is none, the next one of that name would be covered unseen. What this library
 * writes is declared, and not stood by.
 */
export function mistakenIn(model: AccessModel, { objects, unread }: Manifests): readonly Mistaken[] {
  const { acknowledgedPolicies = [], acknowledgements = [] } = model;
  const policies = new Map(objects.map((o) => [nameOfPolicy(o) ?? '', o]));
  const ofPolicies = acknowledgedPolicies.flatMap((said): readonly Mistaken[] => {
    const object = policyName(said);
    const source = policies.get(object);
    if (source === undefined) {
      return [absent(said, object, [...policies].filter(([, o]) => !isWrittenByUs(o)).map(([name]) => name), { objects, unread })];
    }
    if (!isWrittenByUs(source)) return [];
    return [{ isOwn: true, refutation: refutation(said, object, 'this library writes it', 'change what is declared instead', [ruleRef(source)]) }];
  });
  const others = new Map([...unread, ...objects.filter(mayStandFor).map(identityOf)].map((o) => [unreadName(o), o]));
  const ofOthers = acknowledgements.flatMap((said): readonly Mistaken[] => {
    const { object, group } = said;
    const found = object === undefined ? undefined : others.get(object);
    if (object === undefined || (found !== undefined && (group === undefined || group === groupOf(found.apiVersion)))) return [];
    return [absent(said, object, [...others.keys()], { objects, unread })];
  });
  return [...ofPolicies, ...ofOthers];
}

type Said = Pick<AcknowledgementModel, 'construct'>;

function absent(said: Said, object: string, known: readonly string[], { objects, unread }: Manifests): Mistaken {
  const of = (text: string, repair: string): Mistaken => ({ isOwn: false, refutation: refutation(said, object, text, repair) });
  const isRead = objects.some((o) => `${o.object.kind} ${namespaceOfObject(o)}/${o.object.metadata.name}` === object && nameOfPolicy(o) === undefined && !mayStandFor(o));
  if (isRead) return of('is no policy that the others could do without', 'change it, or declare what it opens');
  const namesake = unread.find((o) => `${o.kind} ${o.namespace ?? 'default'}/${o.name}` === object);
  if (namesake !== undefined) return of(`is of \`${namesake.apiVersion}\``, `give \`apiVersion: '${namesake.apiVersion}'\` with it`);
  const [kind] = object.split(' ');
  const alike = known.filter((name) => name.startsWith(`${kind} `));
  const meant = nearest(object, alike) ?? alike.find((name) => name.split('/')[1] === object.split('/')[1]);
  const others = alike.length === 0 ? `there is no ${kind} that it could be of` : `there is ${alike.slice(0, SHOWN).join(', ')}${alike.length > SHOWN ? ` and ${alike.length - SHOWN} more` : ''}`;
  return of('is not among the manifests', meant === undefined ? `take the acknowledgement back: ${others}` : `did you mean \`${meant}\`?`);
}

const SHOWN = 4;

function refutation({ construct }: Said, object: string, why: string, repair: string, because: readonly Because[] = []): Refutation {
  return { statement: 'as-assumed', text: `\`${object}\` is acknowledged, and ${why}`, caller: 'anybody', callee: object, because, construct, repair };
}
