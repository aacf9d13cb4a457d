import type { Labels, WorkloadSelector } from '../kinds';
import type { Findings } from '../schema/finding';
import { show } from '../schema/show';
import type { TrafficPolicy } from './traffic-policy';

export type Subset = { readonly name: string; readonly labels?: Labels; readonly trafficPolicy?: TrafficPolicy };

export type DestinationSpec = {
  readonly host: string;
  readonly trafficPolicy?: TrafficPolicy;
  readonly subsets?: readonly Subset[];
  readonly exportTo?: readonly string[];
  readonly workloadSelector?: WorkloadSelector;
};

export function destinationRule({ subsets = [] }: DestinationSpec, findings: Findings): void {
  const seen = new Set<string>();
  findings.enter('subsets');
  subsets.forEach(({ name }, i) => {
    if (seen.has(name)) findings.addAt([i, 'name'], 'duplicate-value', `${show(name)} already names a subset`, { value: name });
    seen.add(name);
  });
  findings.leave();
}
