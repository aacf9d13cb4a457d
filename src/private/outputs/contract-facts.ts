import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiObject } from 'cdk8s';
import type { Written } from '../../contract/write';
import { MANAGED_BY } from '../../platforms/metadata';
import type { ProofResult } from '../../proof';
import { objectName } from '../object-name';

/** What of a contract is not in the model. A refuted synth writes nothing. */
export function contractFacts(objects: readonly ApiObject[], proof: ProofResult | undefined): Written {
  return {
    producer: producer(),
    ...(proof === undefined || proof.verdict === 'refuted' ? {} : { proof: proof.verdict }),
    objects: objects.filter(isOurs).map(objectName),
  };
}

/** As compiled it is in `lib/private/outputs`, as source in `src/private/outputs`. */
function producer(): Written['producer'] {
  const { name, version } = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as Written['producer'];
  return { name, version };
}

function isOurs({ metadata }: ApiObject): boolean {
  return Object.entries(MANAGED_BY).every(([key, value]) => metadata.getLabel(key) === value);
}
