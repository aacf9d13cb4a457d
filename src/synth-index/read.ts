import { repeatedKeys } from '../contract/repeated-keys';
import { type Finding, Findings } from '../manifest/schema/finding';
import { type Check, customObject, integer, isMap, list, nonEmpty, oneOf, refined, stringOf } from '../manifest/schema/kit';
import type { AcknowledgedPolicyModel, AcknowledgementModel } from '../model/model';
import { OPENING_KINDS, type OpeningKind } from '../model/opening-kinds';
import { call, edge, external } from './checks/edges';
import { baseline, gateway } from './checks/gateways';
import { day } from './checks/kit';
import { mesh } from './checks/mesh';
import { namespace, waypoint } from './checks/namespaces';
import { imported, service } from './checks/services';
import { type IndexedObject, type IndexedProof, type IndexFile, SCHEMA, VERSION } from './index-file';
import { checkRelations } from './relations';

export interface ReadIndex {
  /** Undefined as soon as there is one problem: with half of what is declared, the other half would be refuted, or nothing would be. */
  readonly index?: IndexFile;
  readonly problems: readonly Finding[];
}

const AS_WRITTEN = 'take the `index.json` that synth writes';

/** Reads an index. A key that is not known may change what the others mean, so that it is refused, as is another version. */
export function readIndex(text: string): ReadIndex {
  const findings = new Findings();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problems: [{ code: 'bad-value', path: '', message: 'is not JSON', repair: AS_WRITTEN }] };
  }
  repeatedKeys(text, findings);
  const index = file(value, findings);
  if (findings.count === 0) checkRelations(index, findings);
  return findings.count > 0 ? { problems: findings.list } : { index, problems: [] };
}

const names = list(nonEmpty);

const object = customObject<IndexedObject>({
  apiVersion: nonEmpty,
  kind: nonEmpty,
  name: nonEmpty,
  namespace: nonEmpty,
  construct: nonEmpty,
  declaredBy: customObject<NonNullable<IndexedObject['declaredBy']>>({ namespace: nonEmpty, service: nonEmpty, gateway: nonEmpty }, { name: 'what declared it' }),
}, { name: 'an object', required: ['apiVersion', 'kind', 'name', 'construct'] });

const proof = customObject<IndexedProof>({
  verdict: oneOf('proved', 'proved-under-assumptions', 'refuted', 'proved-so-far'),
  assumptions: list(customObject<IndexedProof['assumptions'][number]>({ id: nonEmpty, subjects: names }, { name: 'an assumption', required: ['id', 'subjects'] })),
  opened: list(customObject<NonNullable<IndexedProof['opened']>[number]>(
    { object: nonEmpty, access: names }, { name: 'what an object opens', required: ['object', 'access'] },
  )),
}, { name: 'the proof', required: ['verdict', 'assumptions'] });

const acknowledgement = customObject<AcknowledgementModel>(
  {
    assumption: nonEmpty, service: nonEmpty, object: nonEmpty, group: nonEmpty, reason: nonEmpty, expires: day, owner: nonEmpty, construct: nonEmpty,
  },
  { name: 'an acknowledgement', required: ['assumption', 'reason', 'construct'] },
);

const kinds = Object.keys(OPENING_KINDS) as [OpeningKind, ...OpeningKind[]];

const acknowledgedPolicy = customObject<AcknowledgedPolicyModel>(
  { kind: oneOf(...kinds), namespace: nonEmpty, name: nonEmpty, reason: nonEmpty, expires: day, owner: nonEmpty, construct: nonEmpty },
  { name: 'an acknowledged policy', required: ['kind', 'namespace', 'name', 'reason', 'construct'] },
);

const version = refined(integer(1, 2 ** 31), (value, findings) => {
  if (value !== VERSION) {
    findings.add('unknown-version', `an index of version \`${value}\` is not known here, which is ${VERSION}`, { value, repair: 'prove with the release of cdk8s-mesh-access that wrote it' });
  }
}) as Check<typeof VERSION>;

const schema = stringOf('bad-value', (text) => (text === SCHEMA ? undefined : { message: `is not \`${SCHEMA}\``, repair: AS_WRITTEN })) as Check<typeof SCHEMA>;

const fields = customObject<IndexFile>({
  schema,
  version,
  proof,
  existingManifests: names,
  objects: list(object),
  mesh,
  namespaces: list(namespace),
  services: list(service),
  edges: list(edge),
  calls: list(call),
  externals: list(external),
  baseline,
  gateways: list(gateway),
  egressWaypoint: waypoint,
  imported: list(imported),
  acknowledgements: list(acknowledgement),
  acknowledgedPolicies: list(acknowledgedPolicy),
}, { name: 'an index', required: ['schema', 'version', 'objects', 'mesh', 'namespaces', 'services', 'edges', 'calls', 'externals'] });

/** In another file, or of another version, everything else may be called otherwise: that alone is said. */
const file: Check<IndexFile> = (value, findings) => {
  if (!isMap(value)) return fields(value, findings);
  const before = findings.count;
  if (value.schema !== undefined) findings.at('schema', () => schema(value.schema, findings));
  if (findings.count === before && value.version !== undefined) findings.at('version', () => version(value.version, findings));
  return findings.count > before ? value as unknown as IndexFile : fields(value, findings);
};
