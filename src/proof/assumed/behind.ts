import { isOfSelector, serviceOf } from '../../eval/cluster/placed-endpoints';
import { namespaceOfObject } from '../../eval/cluster/policies';
import { hasSelector } from '../../eval/cluster/services';
import { carries } from '../../eval/matcher/selector';
import { waypointOf } from '../../eval/waypoint/binding';
import type { World } from '../../eval/world';
import type { EndpointSlice, Endpoints, WorkloadEntry, WorkloadEntrySpec, WorkloadGroup } from '../../manifest/endpoint-kinds';
import type { KnownObject, Labels } from '../../manifest/kinds';
import type { ManifestObject, Manifests } from '../../manifest/manifests';
import type { ServiceModel } from '../../model/model';
import type { Context } from '../knocks';

type BesidePods = EndpointSlice | Endpoints | WorkloadEntry | WorkloadGroup;

/** An object that puts somebody else where a declared service is, or may. */
export interface Behind {
  readonly source: ManifestObject<BesidePods>;
  readonly path: string;
  /** Undefined: nobody declared; it is an assumption and no more. */
  readonly callee?: string;
  /** What it does there, in words. */
  readonly text?: string;
}

const KINDS: ReadonlySet<KnownObject['kind']> = new Set(['EndpointSlice', 'Endpoints', 'WorkloadEntry', 'WorkloadGroup']);

/** Of a kind by which somebody may be put where a declared service is. */
export function mayStandFor({ object: { kind } }: ManifestObject): boolean {
  return KINDS.has(kind);
}

/** All but what the control plane makes of selectors; where there is none, somebody else wrote it under its name. */
export function besidePods({ services }: World, { objects }: Manifests): readonly ManifestObject<BesidePods>[] {
  return objects.filter((o): o is ManifestObject<BesidePods> => mayStandFor(o) && !(isOfSelector(o.object) && isSelecting(services, o)));
}

function isSelecting(services: World['services'], source: ManifestObject): boolean {
  const service = services.find(namespaceOfObject(source), serviceOf(source.object));
  return service === undefined || hasSelector(service);
}

/**
 * Callers of a declared service are sent to its pods alone, its identity is its pods' alone, and its policies are for them alone. Whoever else is put
 * there is refuted, although each policy holds at each pod: no declaration is about an address or a machine.
 */
export function behindIn(context: Context, manifests: Manifests): readonly Behind[] {
  return besidePods(context.world, manifests).map((source): Behind => {
    switch (source.object.kind) {
      case 'EndpointSlice': return { source, path: 'endpoints', ...behindService(context, source.object) };
      // Beside a selector nobody reads them.
      case 'Endpoints': return { source, path: 'subsets', ...sentAstray(context, source.object, source.object.metadata.name) };
      case 'WorkloadEntry': return { source, path: 'spec', ...inPlaceOf(context, source.object, source.object.spec) };
      case 'WorkloadGroup': {
        const { template, metadata } = source.object.spec;
        const labels = { ...template.labels, ...metadata?.labels };
        return { source, path: 'spec.template', ...inPlaceOf(context, source.object, { ...template, labels }, {}) };
      }
    }
  });
}

type Found = Pick<Behind, 'callee' | 'text'>;

function behindService(context: Context, slice: EndpointSlice): Found {
  const name = serviceOf(slice);
  const namespace = slice.metadata.namespace ?? 'default';
  const service = declaredAs(context).find((s) => s.namespace === namespace && s.kubernetesServices.some((k) => k.name === name));
  if (service === undefined) return sentAstray(context, slice, name);
  return { callee: service.id, text: `puts addresses behind Service ${namespace}/${name}, which is declared to lead to the pods of ${service.id} alone` };
}

/** A waypoint of ours sends what it lets in to where the Service leads, and pods take its word. */
function sentAstray({ world, declared }: Context, { metadata: { namespace = 'default' } }: KnownObject, name: string): Found {
  const service = world.services.find(namespace, name);
  const ports = service?.ports.filter((p) => (p.protocol ?? 'TCP') === 'TCP') ?? [];
  if (!declared.ambient || service === undefined) return {};
  const isUnknown = ports.some((port) => world.services.endpoints(service, port).some(({ workload }) => workload.doubt !== undefined));
  const isSent = ports.some(({ port }) => !['none', 'unserved'].includes(waypointOf(world, { service: { namespace, name }, port }).kind));
  return isUnknown && isSent
    ? { callee: 'every pod that takes the word of a waypoint', text: `puts addresses behind Service ${namespace}/${name}, which has a waypoint before it, and any of them may be a declared pod` }
    : {};
}

/** `ofObject`: labels beside those of the spec, which they go before. */
function inPlaceOf(
  context: Context, { metadata: { namespace = 'default', labels: ofObject } }: KnownObject, spec: WorkloadEntrySpec, own: Labels | undefined = ofObject,
): Found {
  if (!context.world.settings.mesh) return {};
  const labels = { ...spec.labels, ...own };
  const services = declaredAs(context).filter((s) => s.namespace === namespace);
  const posing = services.find(({ serviceAccount, formerAccounts = [] }) => (
    [serviceAccount, ...formerAccounts.map((f) => f.serviceAccount)].some((account) => account === spec.serviceAccount)));
  if (posing !== undefined) return { callee: posing.id, text: `runs a machine under service account \`${spec.serviceAccount}\` of ${posing.id}, where no NetworkPolicy holds it` };
  const selected = services.find((s) => carries(labels, s.podLabels) || selectedBy(context, s, labels));
  return selected === undefined ? {} : { callee: selected.id, text: `makes a machine with these labels one of the endpoints of ${selected.id}, which is declared to be its pods alone` };
}

function selectedBy({ world }: Context, { namespace, kubernetesServices }: ServiceModel, labels: Labels): boolean {
  return kubernetesServices.some(({ name }) => {
    const selector = world.services.find(namespace, name)?.source.object.spec.selector ?? {};
    return Object.keys(selector).length > 0 && carries(labels, selector);
  });
}

/** Waypoints and gateways among them. */
function declaredAs({ declaration: { model: { services, imported = [] } } }: Context): readonly ServiceModel[] {
  return [...services, ...imported];
}
