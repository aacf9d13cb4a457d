import type { CheckRule } from '../facts';

export const proxyHostWithoutPods: CheckRule = ({ index: { model: { mesh } } }) => mesh.proxyHosts
  .filter(({ podLabels }) => Object.keys(podLabels).length === 0)
  .map(({ namespace, service }) => ({
    code: 'proxy-host-without-pods',
    construct: mesh.construct,
    message: `the proxy host \`${namespace}/${service}\` has no pod labels, so every pod of \`${namespace}\` would be opened`,
    repair: 'give its `podLabels`',
  }));
