import { isEmpty, type RequestSet, subtract, union } from '../eval/request-set';
import type { Caller, Layer, LayerSet, WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import type { Protocol } from '../manifest/kinds';
import type { ServiceModel } from '../model/model';
import { Audience, callerKey } from './caller-key';
import { isHttp, transport } from './declaration';
import type { Gap, Tally } from './gap';
import { type Context, visitorsOf } from './knocks';
import { portsApart } from './mentions';
import { Port } from './port';
import { mostOfAuthorization } from './projection/authorization';
import { mostOfIngressPolicy } from './projection/ingress-policy';
import { mostOfMtls } from './projection/mtls';
import { groundOf, type Place, placeAt } from './projection/place';
import { isEnforced, keepingClosed } from './stages';
import { confirmed } from './witness';

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

/** What each layer may open although it was closed before: what is declared. `with`: it waits for the same stage. */
const DECLARED = [
  { layer: 'ingress-policy', with: 'ingress-policy', mostOf: mostOfIngressPolicy },
  { layer: 'mtls', with: 'mtls', mostOf: mostOfMtls },
  { layer: 'authorization-deny', with: 'authorization-allow', mostOf: mostOfAuthorization },
  { layer: 'authorization-allow', with: 'authorization-allow', mostOf: mostOfAuthorization },
] as const;

/** One port in both worlds. */
interface Ports {
  readonly place: Place;
  readonly now: Port;
  readonly before: Port;
}

/**
 * What is not enforced yet is as it was: a layer whose stage has not come refuses nobody whom it let in before, and lets in nobody whom it
 * refused, unless that is declared. `before`: the same cluster without the policies of this App.
 *
 * Everybody knocks whom the policies of either world tell apart.
 */
export function checkUnchanged(context: Context, before: World, service: ServiceModel, workload: WorkloadView, tally: Tally): readonly Gap[] {
  const waiting = DECLARED.filter((d) => !isEnforced(service, d.with));
  if (waiting.length === 0) return [];
  const now = visitorsOf(context, service, workload);
  const then = visitorsOf({ ...context, world: before }, service, workload);
  const callers = [...new Map([...now.knocks, ...then.knocks].map(({ caller }) => [callerKey(caller), caller])).values()];
  const audience = new Audience(callers);
  const ground = groundOf(context.world, context.declaration, { ...service, stage: 'done' }, workload);
  return PROTOCOLS.flatMap((protocol) => {
    const declared = service.ports.filter((p) => transport(p.protocol) === protocol).map((p) => p.targetPort);
    const numbers = portsApart(protocol, [now.mentions, then.mentions], declared);
    return numbers.flatMap((number) => {
      const place = placeAt(ground, number, protocol);
      const portIn = (world: World): Port => new Port(world, place, workload, audience, tally);
      const ports: Ports = { place, now: portIn(context.world), before: portIn(before) };
      return waiting.filter(({ layer }) => isConcerned(layer, place)).flatMap(({ layer, mostOf }) => (
        callers.flatMap((caller) => changesOf(ports, layer, caller, mostOf(place, caller)).map((gap) => ({ ...gap, service })))
      ));
    });
  });
}

/** A port with an exception of its own is as declared from the beginning. */
function isConcerned(layer: Layer, { proxied, mtls }: Place): boolean {
  return layer === 'ingress-policy' || (proxied && (layer !== 'mtls' || mtls === 'strict'));
}

function changesOf({ place, now, before }: Ports, layer: Layer, caller: Caller, declared: RequestSet): readonly Gap[] {
  const [is, was] = [now.set(layer, caller), before.set(layer, caller)];
  const opened = subtract(union(is.allow, is.maybe), union(was.allow, declared));
  const closed = subtract(was.allow, is.allow);
  const gap = (statement: Gap['statement'], requests: RequestSet, certain: LayerSet, { because }: LayerSet): Gap => ({
    statement, layer, requests, because, caller: caller.name, callee: place.name, port: place.port, protocol: place.protocol, service: place.service,
    undecided: !isEmpty(certain.maybe),
    request: confirmed({
      requests, layers: [layer], passes: statement === 'nothing-opened', undecided: true,
      http: place.service.ports.some((p) => p.targetPort === place.port && isHttp(p.protocol)),
      normalization: place.declaration.model.mesh.pathNormalization,
      decide: (request) => now.prepared.decide(caller, request),
    }).text,
  });
  return [
    ...(isEmpty(opened) ? [] : [{ ...gap('nothing-opened', opened, was, was), repair: keepingClosed(layer, was.because) }]),
    ...(isEmpty(closed) ? [] : [gap('nothing-closed', closed, is, is)]),
  ];
}
