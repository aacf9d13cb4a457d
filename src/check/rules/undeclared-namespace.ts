import type { CheckRule } from '../facts';

export const undeclaredNamespace: CheckRule = ({ index }) => {
  const declared = new Set(index.model.namespaces.map(({ id }) => id));
  return index.model.services.filter(({ namespace }) => !declared.has(namespace)).map(({ id, construct, namespace }) => ({
    code: 'undeclared-namespace',
    construct,
    message: `\`${id}\` is in the namespace \`${namespace}\`, which no \`MeshNamespace\` declares, so nothing denies by default there`,
    repair: 'declare a `MeshNamespace` for it, or `MeshNamespace.fromName` if others own it',
  }));
};
