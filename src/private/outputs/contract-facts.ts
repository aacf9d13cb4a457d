import type { ApiObject } from 'cdk8s';
import { type Isolation, ISOLATIONS } from '../../contract/contract-file';
import type { Written } from '../../contract/write';
import type { Layer } from '../../eval/types';
import { packageFacts } from '../../package/files';
import { MANAGED_BY } from '../../platforms/metadata';
import type { Opening, ProofResult } from '../../proof';
import { objectName } from '../object-name';

/** What of a contract is not in the model. A refuted synth writes nothing. */
export function contractFacts(objects: readonly ApiObject[], proof: ProofResult | undefined): Written {
  return {
    producer: packageFacts(),
    ...(proof === undefined || proof.verdict === 'refuted' ? {} : { proof: proof.verdict }),
    ...(proof?.opened === undefined ? {} : { takenBack: takenBack(proof.opened) }),
    objects: objects.filter(isOurs).map(objectName),
  };
}

const KEPT_BY: Readonly<Record<Isolation, readonly Layer[]>> = {
  'default-deny': ['ingress-policy', 'egress-policy'],
  'strict-mtls': ['mtls'],
  'allow-nothing': ['authorization-allow', 'waypoint-authorization'],
};

/** What others rest on for pods that nobody declared, and acknowledged objects have opened. */
function takenBack(opened: readonly Opening[]): Written['takenBack'] {
  return opened.flatMap(({ undeclaredPods = [] }) => undeclaredPods).flatMap(({ namespace, layer }) => (
    ISOLATIONS.filter((isolation) => KEPT_BY[isolation].includes(layer)).map((isolation) => ({ namespace, isolation }))
  ));
}

function isOurs({ metadata }: ApiObject): boolean {
  return Object.entries(MANAGED_BY).every(([key, value]) => metadata.getLabel(key) === value);
}
