import type { CheckRule } from '../facts';

/** Injection, STRICT and what allows nothing come with the namespace; an ambient one does not inject. */
export const dataPlaneMismatch: CheckRule = ({ index }) => {
  const { mesh, namespaces, services } = index.model;
  if (mesh.platform !== 'istio') return [];
  const planes = new Map(namespaces.map(({ id, dataPlane }) => [id, dataPlane]));
  return services.flatMap(({ id, construct, dataPlane, namespace }) => {
    const problem = (message: string, repair: string) => [{ code: 'data-plane-mismatch', construct, message, repair }];
    const around = planes.get(namespace);
    if (around === 'none' && dataPlane !== 'none') {
      const declared = dataPlane === 'sidecar' ? 'with a proxy' : 'ambient';
      return problem(`\`${id}\` is declared ${declared}, but its namespace \`${namespace}\` is outside the mesh`,
        `declare the namespace with \`DataPlane.${dataPlane.toUpperCase()}\` and the other services in it with \`DataPlane.NONE\``);
    }
    if (around === 'ambient' && dataPlane === 'sidecar') {
      return problem(`\`${id}\` is declared with a proxy, but its namespace \`${namespace}\` is ambient and does not inject`,
        'declare the namespace with `DataPlane.SIDECAR` and the other services in it with `DataPlane.AMBIENT`');
    }
    return [];
  });
};
