import type { Telemetry } from '../../manifest/kinds';
import { metadata } from '../metadata';
import type { DeclaredMesh, DeclaredNamespace, Slot } from '../platform';

/**
 * A list of providers replaces the mesh's for the whole namespace, the audit log among them, so that these are named again.
 *
 * https://istio.io/latest/docs/reference/config/telemetry/#AccessLogging
 */
export function accessLog(
  { accessLogProviders: known = [] }: DeclaredMesh, { name, accessLogProviders: own }: DeclaredNamespace,
): readonly Slot<Telemetry>[] {
  if (own === undefined) return [];
  const providers = [...new Set([...known, ...own])].sort().map((provider) => ({ name: provider }));
  return [{
    id: 'AccessLog',
    apiVersion: 'telemetry.istio.io/v1',
    kind: 'Telemetry',
    metadata: metadata('access-log', name, name),
    body: () => ({ spec: { accessLogging: [{ providers }] } }),
  }];
}
