import type { CheckRule } from '../facts';
import { repeated } from '../repeated';

export const duplicateNamespace: CheckRule = ({ index }) => repeated(index.model.namespaces, ({ id }) => id).map(({ element, first }) => ({
  code: 'duplicate-namespace',
  construct: element.construct,
  message: `the namespace \`${element.id}\` is declared a second time, first by \`${first.construct}\``,
  repair: 'pass the one `MeshNamespace` to everything that lives in it',
}));
