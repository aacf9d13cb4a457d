import type { ConfigMap } from '../../manifest/kinds';
import type { ManifestObject, Manifests } from '../../manifest/manifests';
import { meshConfigs } from '../../manifest/mesh-config/config-map';
import type { Reporting } from '../../manifest/mesh-config/mesh-config';
import type { AccessModel } from '../../model/model';

/** What istiod has without being told; what a MeshConfig says of one of these wins: https://istio.io/latest/docs/tasks/observability/telemetry/#provider-selection */
const BUILT_IN: Readonly<Record<string, string>> = { prometheus: 'prometheus', stackdriver: 'stackdriver', envoy: 'envoyFileAccessLog' };
/** https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig-ExtensionProvider */
const LOGGING: readonly string[] = ['envoyFileAccessLog', 'envoyHttpAls', 'envoyTcpAls', 'envoyOtelAls'];

/** A provider to which nothing can be logged, as a MeshConfig has it. */
export interface NoProvider {
  readonly source: ManifestObject<ConfigMap>;
  readonly provider: string;
  /** `zipkin`; left out: there is none of that name, and istiod passes the name over. */
  readonly kind?: string;
}

/** Everybody whom the mesh or a namespace is declared to log to, sorted. */
export function declaredProviders({ mesh, namespaces }: AccessModel): readonly string[] {
  const all = [...mesh.accessLogProviders ?? [], ...namespaces.flatMap((n) => n.accessLogProviders ?? [])];
  return mesh.platform === 'istio' ? [...new Set(all)].sort() : [];
}

/** Whom no MeshConfig of the manifests could say anything about: nobody has read it. */
export function unseenProviders(model: AccessModel, { objects }: Manifests): readonly string[] {
  return meshConfigs(objects).length > 0 ? [] : declaredProviders(model).filter((name) => kindOf(name, {}) !== BUILT_IN.envoy);
}

/** By the MeshConfig of any istiod. */
export function missingProviders(model: AccessModel, { objects }: Manifests): readonly NoProvider[] {
  const declared = declaredProviders(model);
  return meshConfigs(objects).flatMap(({ source, config }) => declared.flatMap((provider): readonly NoProvider[] => {
    const kind = kindOf(provider, config.reporting.kinds ?? {});
    if (kind !== undefined && LOGGING.includes(kind)) return [];
    return [{ source, provider, ...(kind === undefined ? {} : { kind }) }];
  }));
}

/** Whom a MeshConfig logs to by default and the declaration does not know of: a list of a namespace would end it. */
export function forgottenProviders({ mesh }: AccessModel, { objects }: Manifests): readonly NoProvider[] {
  const { accessLogProviders: known } = mesh;
  if (mesh.platform !== 'istio' || known === undefined || isReplaced(mesh.rootNamespace, objects)) return [];
  return meshConfigs(objects).flatMap(({ source, config: { reporting } }) => (
    forgotten(reporting, known).map((provider) => ({ source, provider }))));
}

function forgotten({ accessLogging = [] }: Reporting, known: readonly string[]): readonly string[] {
  return accessLogging.filter((provider) => !known.some((k) => k.toLowerCase() === provider.toLowerCase()));
}

/** By whom a Telemetry for the whole mesh names. */
function isReplaced(rootNamespace: string, objects: readonly ManifestObject[]): boolean {
  return objects.some(({ object }) => object.kind === 'Telemetry' && object.metadata.namespace === rootNamespace
    && object.spec.accessLogging?.some(({ providers = [] }) => providers.length > 0) === true);
}

/** istiod takes no notice of case. */
function kindOf(provider: string, kinds: Readonly<Record<string, string>>): string | undefined {
  const find = (all: Readonly<Record<string, string>>): string | undefined => (
    Object.entries(all).find(([name]) => name.toLowerCase() === provider.toLowerCase())?.[1]);
  return find(kinds) ?? find(BUILT_IN);
}
