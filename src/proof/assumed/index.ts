import { makerOf } from '../../eval/cluster/ordinals';
import { ruleRef } from '../../eval/refs';
import type { Manifests } from '../../manifest/manifests';
import type { AccessModel } from '../../model/model';
import type { Context } from '../knocks';
import { isProxyItself } from '../planes';
import { isWorkload } from '../settings';
import type { Because, Refutation } from '../types';
import { originText } from '../words';
import { behindIn } from './behind';
import { forgottenProviders, missingProviders, type NoProvider } from './log-providers';
import { type Contradiction, contradictions } from './mesh-facts';
import { notHeld } from './pods';
import { identityOf, standingArguments, standingBy, undoneBy, unreadName } from './unread';

/**
 * What the proof takes for granted where the manifests say otherwise: a fact of the mesh that they contradict, and objects, annotations and
 * containers that may undo what policies enforce and that nobody here evaluates. Under an assumption that would pass; so it is refuted until
 * it is gone or, of an object, somebody stands by it.
 */
export function checkAssumed(context: Context, model: AccessModel, manifests: Manifests): readonly Refutation[] {
  return [
    ...contradictions(model.mesh, manifests).map(contradicted), ...missingProviders(model, manifests).map(logsNothing),
    ...forgottenProviders(model, manifests).map(isForgotten), ...undoneIn(model, manifests), ...leadingAstray(context, model, manifests),
    ...podsNotHeld(context, manifests),
  ];
}

const BASE = { statement: 'as-assumed', caller: 'anybody' } as const;

function contradicted({ source, fact, said, declared }: Contradiction): Refutation {
  const rule = ruleRef(source, `data.mesh.${fact}`);
  return {
    ...BASE,
    text: `${rule.object}${originText(rule)} says \`${fact}: ${said}\` of the mesh, which is declared with \`${declared}\``,
    callee: 'the mesh',
    because: [rule],
    ...constructOf(rule),
    repair: `set \`${fact}\` of the Mesh to what is installed, or correct ${rule.object}`,
  };
}

function logsNothing({ source, provider, kind }: NoProvider): Refutation {
  const rule = ruleRef(source, 'data.mesh.extensionProviders');
  const why = kind === undefined ? 'defines no provider of that name, and istiod passes it over' : `defines it as \`${kind}\`, which is no access log`;
  return {
    ...BASE,
    text: `nothing is logged to \`${provider}\`, as declared: ${rule.object}${originText(rule)} ${why}`,
    callee: provider,
    because: [rule],
    ...constructOf(rule),
    repair: `define \`${provider}\` there, or correct \`accessLogProviders\``,
  };
}

function isForgotten({ source, provider }: NoProvider): Refutation {
  const rule = ruleRef(source, 'data.mesh.defaultProviders');
  return {
    ...BASE,
    text: `${rule.object}${originText(rule)} logs to \`${provider}\` by default, which is not among the \`accessLogProviders\` of the Mesh: a list of a namespace would end it`,
    callee: provider,
    because: [rule],
    ...constructOf(rule),
    repair: 'give `accessLogProviders` of the Mesh all of them',
  };
}

function undoneIn(model: AccessModel, { unread }: Manifests): readonly Refutation[] {
  return unread.flatMap((object): readonly Refutation[] => {
    const undone = undoneBy(model, object);
    if (undone.length === 0 || standingBy(model, object) !== undefined) return [];
    const rule: Because = { object: unreadName(object), path: '', source: { origin: object.origin } };
    const callee = some(undone);
    return [{
      ...BASE,
      text: `${rule.object}${originText(rule)} ${object.concern}, which nobody here evaluates: what is enforced at ${callee} cannot be decided`,
      callee,
      because: [rule],
      ...constructOf(rule),
      repair: `remove it, or stand by it: \`mesh.acknowledgeObject(${standingArguments(object)})\``,
    }];
  });
}

function leadingAstray(context: Context, model: AccessModel, manifests: Manifests): readonly Refutation[] {
  return behindIn(context, manifests).flatMap(({ source, path, callee, text }): readonly Refutation[] => {
    if (callee === undefined || standingBy(model, identityOf(source)) !== undefined) return [];
    const rule = ruleRef(source, path);
    return [{
      ...BASE,
      text: `${rule.object}${originText(rule)} ${text}`,
      callee,
      because: [rule],
      ...constructOf(rule),
      repair: `remove it, or stand by it: \`mesh.acknowledgeObject(${standingArguments(identityOf(source))})\``,
    }];
  });
}

function podsNotHeld({ declaration, podsOf }: Context, manifests: Manifests): readonly Refutation[] {
  const found = declaration.model.services.filter((s) => !isProxyItself(s)).flatMap((service) => podsOf(service).flatMap((pod) => (
    notHeld(pod).map((what) => ({ service, pod, ...what }))
  )));
  if (found.length === 0) return [];
  const sources = new Map(manifests.objects.filter(isWorkload).map((o) => [`${o.object.metadata.namespace ?? 'default'}/${o.object.metadata.name}`, o]));
  return found.map(({ service, pod, why, repair }): Refutation => {
    const source = sources.get(makerOf(pod));
    const rule = source === undefined ? undefined : ruleRef(source);
    return {
      ...BASE,
      text: `${rule === undefined ? pod.id : `${rule.object}${originText(rule)}`}, of ${service.id}, has ${why}`,
      callee: service.id,
      because: rule === undefined ? [] : [rule],
      construct: service.construct,
      repair,
    };
  });
}

function constructOf({ source: { origin: { construct } } }: Because): { readonly construct?: string } {
  return construct === undefined ? {} : { construct };
}

const SHOWN = 4;

function some(names: readonly string[]): string {
  return names.length <= SHOWN ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`;
}
