import { DATA_PLANES, ISOLATIONS } from '../../contract/contract-file';
import { boolean, customObject, list, nonEmpty, oneOf } from '../../manifest/schema/kit';
import type { NamespaceModel, OwnersWord, WaypointModel } from '../../model/model';
import { STAGES } from '../../model/stages';
import { no } from './kit';

export const dataPlane = oneOf(...DATA_PLANES);
export const stage = oneOf(...STAGES);

export const waypoint = customObject<WaypointModel>(
  { namespace: nonEmpty, name: nonEmpty, serviceAccount: nonEmpty, managed: boolean },
  { name: 'a waypoint', required: ['namespace', 'name', 'serviceAccount', 'managed'] },
);

export const namespace = customObject<NamespaceModel>({
  id: nonEmpty,
  construct: nonEmpty,
  owned: boolean,
  writesObject: no,
  dataPlane,
  waypoint,
  migratingFrom: dataPlane,
  allowsAll: no,
  accessLogProviders: list(nonEmpty),
  environment: nonEmpty,
  isolatedBy: customObject<OwnersWord>(
    { contract: nonEmpty, isolation: list(oneOf(...ISOLATIONS)) }, { name: 'the word of an owner', required: ['contract', 'isolation'] },
  ),
  owner: nonEmpty,
  dataClasses: list(nonEmpty),
  stage,
}, { name: 'a namespace', required: ['id', 'construct', 'owned', 'dataPlane'] });
