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

const CONFIG_MAP = 'configmap://';

/** An authority out of a ConfigMap is read from the rule's own namespace, which must be said. */
export function credentials({ trafficPolicy, subsets = [] }: DestinationSpec, namespace: string | undefined, findings: Findings): void {
  const inPolicy = ({ tls, portLevelSettings = [] }: TrafficPolicy): void => {
    const places: { readonly steps: readonly (string | number)[]; readonly name?: string }[] = [
      { steps: [], name: tls?.credentialName },
      ...portLevelSettings.map((port, i) => ({ steps: ['portLevelSettings', i], name: port.tls?.credentialName })),
    ];
    for (const { steps, name } of places) {
      if (name === undefined || !name.startsWith(CONFIG_MAP)) continue;
      const [from, configMap = ''] = name.slice(CONFIG_MAP.length).split('/');
      if (configMap !== '' && from === namespace) continue;
      findings.addAt([...steps, 'tls', 'credentialName'], 'bad-value', `must be \`${CONFIG_MAP}<namespace>/<name>\` in the rule's own namespace, got ${show(name)}`, {
        value: name,
      });
    }
  };
  if (trafficPolicy !== undefined) findings.at('trafficPolicy', () => inPolicy(trafficPolicy));
  subsets.forEach((subset, i) => {
    const policy = subset.trafficPolicy;
    if (policy !== undefined) findings.at('subsets', () => findings.at(i, () => findings.at('trafficPolicy', () => inPolicy(policy))));
  });
}
