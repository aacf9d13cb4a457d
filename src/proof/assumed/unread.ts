import { carries } from '../../eval/matcher/selector';
import { GATEWAY_NAME } from '../../model/data-plane-labels';
import type { AccessModel, AcknowledgementModel, ServiceModel } from '../../model/model';
import { groupOf, isOpeningKind, OPENING_KINDS } from '../../model/opening-kinds';
import type { Labels } from '../../manifest/kinds';
import type { Placed, UnreadObject } from '../../manifest/manifests';
import { waypointsOf } from '../hops';
import { gatewayId, planesOf, waypointId } from '../planes';

/** `EnvoyFilter shop/odd`: as it is named in reports and where somebody stands by it. */
export function unreadName({ kind, namespace, name }: Pick<UnreadObject, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** What somebody stands by. */
export type Named = Pick<UnreadObject, 'apiVersion' | 'kind' | 'namespace' | 'name'>;

/** Of an object that is read, what it is named by all the same; what names no namespace is in `default`. */
export function identityOf({ object: { apiVersion, kind, metadata: { name, namespace = 'default' } } }: Placed): Named {
  return { apiVersion, kind, name, namespace };
}

/** Who stands by one object; undefined: nobody does. */
export function standingBy({ acknowledgements = [] }: AccessModel, object: Named): AcknowledgementModel | undefined {
  return acknowledgements.find((a) => a.object === unreadName(object) && (a.group === undefined || a.group === groupOf(object.apiVersion)));
}

/** As whoever stands by it writes it: of a kind that is another one's too, with its API group. */
export function standingArguments({ apiVersion, kind, name, namespace }: Named): string {
  const options = [
    ...(isOpeningKind(kind) && groupOf(apiVersion) !== OPENING_KINDS[kind] ? [`apiVersion: '${apiVersion}'`] : []), ...(namespace === undefined ? [] : [`namespace: '${namespace}'`]), 'reason: \'…\'',
  ];
  return `'${kind}', '${name}', { ${options.join(', ')} }`;
}

/**
 * Whose enforcement an object that is not read may undo, among what is declared; empty: nobody's. What lies beside the declaration, leads
 * elsewhere, or adds what policies still decide about is an assumption and no more.
 */
export function undoneBy(model: AccessModel, object: UnreadObject): readonly string[] {
  const { weakens } = object;
  const istio = model.mesh.platform === 'istio';
  switch (weakens) {
    case undefined: return [];
    case 'mesh': return istio ? ['every proxy of the mesh'] : [];
    case 'proxies': return istio ? proxiesUnder(model, object) : [];
    case 'gateways': return istio ? gatewaysBy(model, object) : [];
    case 'services': return istio ? servicesOf(model, object) : [];
    case 'network': case 'pods': return namespacesUnder(model, object).map((namespace) => `pods of namespace ${namespace}`);
  }
}

/** A proxy that Istio's objects may change. */
interface Proxy {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  /** It takes what refers to it or to Services. */
  readonly takesReferences: boolean;
}

function proxiesUnder(model: AccessModel, { namespace, selects, attached }: UnreadObject): readonly string[] {
  const everywhere = namespace === undefined || namespace === model.mesh.rootNamespace;
  // What is meant for pods that are declared, be they without a proxy, is for these.
  const isOthers = selects !== undefined && Object.keys(selects).length > 0
    && model.services.some((s) => (everywhere || s.namespace === namespace) && carries(s.podLabels, selects));
  const isMeant = ({ labels, takesReferences }: Proxy): boolean => {
    if (attached === true) return takesReferences;
    return selects === undefined || (isOthers ? carries(labels, selects) : mayCarry(labels, selects));
  };
  return proxiesOf(model).filter((p) => (everywhere || namespace === p.namespace) && isMeant(p)).map(({ name }) => name).sort();
}

function proxiesOf(model: AccessModel): readonly Proxy[] {
  const sidecars = model.services.filter((s) => planesOf(s).includes('sidecar'));
  const gateways = (model.gateways ?? []).filter((g) => g.isProxy);
  return [
    ...sidecars.map(({ id: name, namespace, podLabels: labels }) => ({ name, namespace, labels, takesReferences: false })),
    ...waypointsOf(model).map((w) => ({ name: waypointId(w), namespace: w.namespace, labels: { [GATEWAY_NAME]: w.name }, takesReferences: true })),
    ...gateways.map((g) => ({ name: gatewayId(g), namespace: g.namespace, labels: g.caller.pods.labels, takesReferences: true })),
  ];
}

/** Pods may have more labels than they are declared with, and no others in their place. */
function mayCarry(declared: Labels, asked: Labels): boolean {
  return Object.entries(asked).every(([key, value]) => declared[key] === undefined || declared[key] === value);
}

function servicesOf({ services }: AccessModel, { namespace, services: named }: UnreadObject): readonly string[] {
  const isMeant = ({ kubernetesServices }: ServiceModel): boolean => kubernetesServices.some(({ name }) => named?.includes(name) ?? true);
  return services.filter((s) => s.namespace === namespace && isMeant(s)).map(({ id }) => id).sort();
}

/** A Gateway itself, or something that is said of all of a class. */
function gatewaysBy(model: AccessModel, { kind, namespace, name }: UnreadObject): readonly string[] {
  const declared = [
    ...waypointsOf(model).map((w) => ({ id: waypointId(w), namespace: w.namespace, name: w.name })),
    ...(model.gateways ?? []).map((g) => ({ id: gatewayId(g), namespace: g.namespace, name: g.caller.pods.labels[GATEWAY_NAME] })),
  ];
  return declared.filter((d) => kind !== 'Gateway' || (d.namespace === namespace && d.name === name)).map(({ id }) => id).sort();
}

/** Kinds of policy that are in no namespace, although whoever writes them may name one. */
const CLUSTER_WIDE = /^(?:Cilium)?(?:Global|Cluster|Clusterwide|Admin|BaselineAdmin)/;

function namespacesUnder({ namespaces, services, gateways = [] }: AccessModel, { kind, namespace }: UnreadObject): readonly string[] {
  const own = [...new Set([...namespaces.map((n) => n.id), ...services.map((s) => s.namespace), ...gateways.map((g) => g.namespace)])].sort();
  return namespace === undefined || CLUSTER_WIDE.test(kind) ? own : own.filter((n) => n === namespace);
}
