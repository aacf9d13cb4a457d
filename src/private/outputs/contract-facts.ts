import type { ApiObject } from 'cdk8s';
import type { Written } from '../../contract/write';
import { packageFacts } from '../../package/files';
import { MANAGED_BY } from '../../platforms/metadata';
import type { ProofResult } from '../../proof';
import { objectName } from '../object-name';

/** What of a contract is not in the model. A refuted synth writes nothing. */
export function contractFacts(objects: readonly ApiObject[], proof: ProofResult | undefined): Written {
  return {
    producer: packageFacts(),
    ...(proof === undefined || proof.verdict === 'refuted' ? {} : { proof: proof.verdict }),
    objects: objects.filter(isOurs).map(objectName),
  };
}

function isOurs({ metadata }: ApiObject): boolean {
  return Object.entries(MANAGED_BY).every(([key, value]) => metadata.getLabel(key) === value);
}
