import type { WorkloadFact } from './facts';

export const INJECT = 'sidecar.istio.io/inject';

/** The label wins over the annotation: https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy */
export const injection = ({ labels, annotations }: WorkloadFact): string | undefined => labels[INJECT] ?? annotations[INJECT];
