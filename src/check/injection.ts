import { INJECT } from '../model/data-plane-labels';
import type { WorkloadFact } from './facts';

/** The label wins over the annotation: https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/#controlling-the-injection-policy */
export const injection = ({ labels, annotations }: WorkloadFact): string | undefined => labels[INJECT] ?? annotations[INJECT];
