import { isOfSelector, serviceOf } from '../../../eval/cluster/placed-endpoints';
import { namespaceOfObject } from '../../../eval/cluster/policies';
import { hasSelector, type ServiceView } from '../../../eval/cluster/services';
import type { World } from '../../../eval/world';
import type { Endpoints, EndpointSlice } from '../../../manifest/endpoint-kinds';
import type { ManifestObject } from '../../../manifest/manifests';

/** What puts addresses behind a Service, and the control plane has not made of its selector. */
export interface Placing {
  readonly source: ManifestObject<EndpointSlice | Endpoints>;
  readonly name: string;
  /** Undefined: not among these manifests. */
  readonly service: ServiceView | undefined;
}

const MIRROR = 'endpointslicemirroring-controller.k8s.io';

/** Without what is mirrored from Endpoints, about which these say it all. */
export function placingsIn({ services }: World, objects: readonly ManifestObject[]): readonly Placing[] {
  return objects.filter(isPlacing).flatMap((source): readonly Placing[] => {
    const { labels = {}, namespace = 'default' } = source.object.metadata;
    const name = serviceOf(source.object);
    const service = services.find(namespace, name);
    const isMade = isOfSelector(source.object) && (service === undefined || hasSelector(service));
    return isMade || name === '' || labels['endpointslice.kubernetes.io/managed-by'] === MIRROR ? [] : [{ source, name: `${namespaceOfObject(source)}/${name}`, service }];
  });
}

function isPlacing(o: ManifestObject): o is ManifestObject<EndpointSlice | Endpoints> {
  return o.object.kind === 'EndpointSlice' || o.object.kind === 'Endpoints';
}
