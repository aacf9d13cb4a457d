import { stringify } from '../../kept/yaml';
import { type FluxModel, WAVE_LABEL, WAVES } from '../../model/delivery';

const HEAD = `# Applies what cdk8s wrote in waves, each when the one before is ready: every Kustomization takes the whole directory and
# leaves out what is not of its wave, so that no object has two owners. The last one takes all that is not of the mesh.
`;
/** Removes what it is targeted at; its own kind and name are asked for and not looked at. */
const LEAVE_OUT = '$patch: delete\napiVersion: v1\nkind: Any\nmetadata:\n  name: any\n';
const REST = 'workloads';

/** https://fluxcd.io/flux/components/kustomize/kustomizations/#patches */
export function fluxFile(flux: FluxModel, waves: ReadonlySet<string>): string {
  // A build without objects is an error of Flux's.
  const present = WAVES.map((name, i) => ({ name: name as string, wave: String(i + 1) })).filter(({ wave }) => waves.has(wave));
  const all = [
    ...present.map(({ name, wave }) => ({ name, selector: `${WAVE_LABEL}!=${wave}` })),
    { name: REST, selector: WAVE_LABEL },
  ];
  return HEAD + all.map(({ name, selector }, i) => stringify(kustomization(flux, name, selector, all[i - 1]?.name))).join('---\n');
}

function kustomization(
  { name, namespace, sourceKind, sourceName, path, interval }: FluxModel, wave: string, labelSelector: string, before: string | undefined,
): object {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: `${name}-${wave}`, namespace },
    spec: {
      interval,
      sourceRef: { kind: sourceKind, name: sourceName },
      path,
      prune: true,
      wait: true,
      ...(before === undefined ? {} : { dependsOn: [{ name: `${name}-${before}` }] }),
      patches: [{ target: { labelSelector }, patch: LEAVE_OUT }],
    },
  };
}
