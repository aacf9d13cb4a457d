import type { CheckRule } from '../facts';

/** An empty list of addresses is everybody to NetworkPolicy. */
export const unknownApiServer: CheckRule = ({ index: { model: { mesh, services } } }) => (mesh.cluster.apiServerCidrs.length > 0
  ? []
  : services.filter(({ apiServer }) => apiServer !== undefined).map(({ id, construct }) => ({
      code: 'unknown-api-server',
      construct,
      message: `\`${id}\` calls the API server, whose addresses are not known`,
      repair: 'set `apiServerCidrs` in `cluster` of the Mesh; there is no safe default',
    })));
