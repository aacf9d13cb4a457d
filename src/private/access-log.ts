import { DataPlane } from '../data-plane';
import type { MeshNamespace } from '../mesh-namespace';
import type { NamespaceModel } from '../model/model';
import { invalid, list, text } from './arguments';
import { sortedUnique } from './sorting';

/** Empty: nobody. */
export function accessLogProviders(value: unknown): readonly string[] {
  if (Array.isArray(value) && value.length === 0) return [];
  return sortedUnique(list('accessLogProviders', value, provider));
}

function provider(what: string, value: unknown): string {
  const name = text(what, value);
  if (name.trim() !== name || name === '') throw invalid('invalid-name', `${what} is \`${name}\``, 'write the name of one of `meshConfig.extensionProviders`');
  return name;
}

/** A list of a namespace replaces the mesh's, so that nothing can be added to what is not known. */
export function namespaceAccessLog(
  { node: { path }, dataPlane, _registry: { mesh } }: MeshNamespace, hasWaypoint: boolean, value: unknown,
): Pick<NamespaceModel, 'accessLogProviders'> {
  if (value === undefined || value === null) return {};
  const providers = accessLogProviders(value);
  if (providers.length === 0) throw invalid('empty-list', '`accessLogProviders` is empty', 'leave it out: the mesh logs as before');
  if (dataPlane !== DataPlane.SIDECAR && !hasWaypoint) {
    throw invalid('access-log-without-proxy', `no proxy of \`${path}\` reads Telemetry`, 'leave `accessLogProviders` out: ztunnel writes a log of each connection by itself');
  }
  if (mesh.accessLogProviders === undefined) {
    throw invalid(
      'unknown-access-log', `\`${path}\` logs to \`${providers.join(', ')}\`, which replaces whom the mesh logs to, and who that is is not known`,
      'give `accessLogProviders` to the Mesh: those of `meshConfig.defaultProviders.accessLogging`, or `[]` if there are none',
    );
  }
  return { accessLogProviders: providers };
}
