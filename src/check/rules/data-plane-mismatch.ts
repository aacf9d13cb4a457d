import type { CheckRule } from '../facts';

/** Injection and STRICT come with the namespace. */
export const dataPlaneMismatch: CheckRule = ({ index }) => {
  const { mesh, namespaces, services } = index.model;
  if (mesh.platform !== 'istio') return [];
  const outside = new Set(namespaces.filter(({ dataPlane }) => dataPlane === 'none').map(({ id }) => id));
  return services.filter(({ dataPlane, namespace }) => dataPlane === 'sidecar' && outside.has(namespace)).map(({ id, construct, namespace }) => ({
    code: 'data-plane-mismatch',
    construct,
    message: `\`${id}\` is declared with a proxy, but its namespace \`${namespace}\` is outside the mesh`,
    repair: 'declare the namespace with `DataPlane.SIDECAR` and the other services in it with `DataPlane.NONE`',
  }));
};
