import type { CheckRule } from '../facts';

/** A service has one App that declares it: two would write the same objects, and each undo the other. */
export const declaredElsewhere: CheckRule = ({ index }) => {
  const { services, neighbours = [] } = index.model;
  const contracts = new Map(neighbours.map(({ id, contract }) => [id, contract]));
  return services.flatMap(({ id, construct }) => (contracts.has(id)
    ? [{
        code: 'declared-elsewhere',
        construct,
        message: `\`${id}\` is declared here, and \`${contracts.get(id)}\` says that its App declares it`,
        repair: 'give the service another name; if it moved, take the contract in which it is not any more',
      }]
    : []));
};
