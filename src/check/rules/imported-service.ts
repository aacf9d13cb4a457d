import type { CheckRule } from '../facts';
import { repeated } from '../repeated';

/** One service has one owner, and one contract that says what it is. */
export const importedService: CheckRule = ({ index }) => {
  const { services, imported = [], mesh } = index.model;
  const contracts = new Map(imported.map(({ id, contract }) => [id, contract]));
  return [
    ...services.flatMap(({ id, construct }) => (contracts.has(id)
      ? [{
          code: 'imported-own-service',
          construct,
          message: `\`${id}\` is declared here and imported from \`${contracts.get(id)}\``,
          repair: 'declare it in one of the two Apps, and here use the `MeshService`',
        }]
      : [])),
    ...repeated(imported, ({ id }) => id).map(({ element, first }) => ({
      code: 'imported-twice',
      construct: mesh.construct,
      message: `\`${element.id}\` is imported from \`${first.contract}\` and from \`${element.contract}\``,
      repair: 'import it from the contract of the App that declares it',
    })),
  ];
};
