import type { ContractNamespace, ContractService, ContractWaypoint } from '../contract/contract-file';
import type { ImportedServiceModel, NamespaceModel, WaypointModel } from '../model/model';

/** Whoever manages it over there, here it is somebody else's. */
function existing({ namespace, name, serviceAccount }: ContractWaypoint): WaypointModel {
  return { namespace, name, serviceAccount, managed: false };
}

export function importedService(service: ContractService, contract: string): ImportedServiceModel {
  const { id, namespace, name, serviceAccount, podLabels, ports, kubernetesServices, excludedInboundPorts, dataPlane } = service;
  const { formerAccounts, sharedIdentity, migratingFrom, waypoint, owner, dataClasses, foreign } = service;
  return {
    id, namespace, name, serviceAccount, podLabels, ports, kubernetesServices, excludedInboundPorts, dataPlane,
    ...(formerAccounts === undefined ? {} : { formerAccounts }),
    ...(sharedIdentity === undefined ? {} : { sharedIdentity }),
    ...(migratingFrom === undefined ? {} : { migratingFrom }),
    ...(owner === undefined ? {} : { owner }),
    ...(dataClasses === undefined ? {} : { dataClasses }),
    ...(foreign === undefined ? {} : { foreign }),
    contract,
    // Nothing of this App declares it; what is wrong with it is said of who uses it.
    construct: contract,
    automountToken: false,
    deployedElsewhere: true,
    ...(waypoint === undefined ? {} : { waypoint: existing(waypoint) }),
  };
}

/** What a tenant takes over from the owner of the namespace. */
export type OwnedElsewhere = Pick<NamespaceModel, 'dataPlane' | 'migratingFrom' | 'stage' | 'allowsAll' | 'waypoint' | 'isolatedBy'>;

export function ownersWord(
  { dataPlane, migratingFrom, stage, allowsAll, waypoint, isolation = [] }: ContractNamespace, contract: string,
): OwnedElsewhere {
  return {
    dataPlane,
    ...(migratingFrom === undefined ? {} : { migratingFrom }),
    ...(stage === undefined ? {} : { stage }),
    ...(allowsAll === undefined ? {} : { allowsAll }),
    ...(waypoint === undefined ? {} : { waypoint: existing(waypoint) }),
    isolatedBy: { contract, isolation },
  };
}
