import { normalizePath } from '../../src/eval/matcher/normalize';
import { DEFAULT_SETTINGS, type MeshSettings } from '../../src/eval/types';
import { withoutQuery } from '../enforced/compare';
import { RunningMesh } from '../enforced/running-mesh';
import { Random } from '../harness/random';
import { PLAIN_GET } from '../questions/question';
import { recordedBase } from '../subjects/recorded';
import type { Context } from './context';

const MODES: readonly MeshSettings['pathNormalization'][] = ['NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'];
const PIECES = [
  '/', '//', '/', '.', '..', '/..', '/.', '/../', '%2e', '%2E%2e', '%2f', '%2F', '%5c', '\\', '%5C..', ';a=b', '..;x', '%41', '%7e', '%zz', '%', '%25', '%2541', '%c3%a9', '%00',
  'a', 'B', 'admin', '*', '{', '}', '|', '^', '`', '"', '<', '>', '[', ']', '=', '@', ':', '!', '$', '&', '(', ')', '+', ',', '~', '_', '-', '?', '?x=/../y', '#',
];

/** Policies are asked about the path after normalization: the evaluator's must be the one that Envoy forwards. */
export async function checkNormalization({ workspace, istiod, ledger, findings, options }: Context): Promise<void> {
  const perMode = options.limit * 4;
  let different = 0;
  for (const mode of MODES) {
    await ledger.attempt(`paths under ${mode}`, async () => {
      const settings = { ...DEFAULT_SETTINGS, pathNormalization: mode };
      const base = recordedBase();
      const subject = { name: `paths under ${mode}`, manifests: [base], settings, assumed: [] };
      const mesh = await RunningMesh.start(workspace, istiod, subject, RunningMesh.worldOf(subject), []);
      try {
        const random = new Random(options.seed);
        const complaints: string[] = [];
        for (let i = 0; i < perMode; i++) {
          const path = `/${Array.from({ length: 1 + random.below(8) }, () => random.pick(PIECES)).join('')}`;
          const { ip, id } = mesh.workload('shop/backend-0');
          const envoy = await mesh.ask(id, {
            credential: { kind: 'plaintext' }, sourceIp: '10.244.200.9', destinationIp: ip, port: 8080, http: { ...PLAIN_GET, path },
          });
          const expected = normalizePath(path, mode);
          const seen = envoy.forwardedPath === undefined ? undefined : withoutQuery(envoy.forwardedPath);
          if (seen !== expected) complaints.push(`${path}: Envoy forwards ${seen ?? `nothing (${envoy.detail})`}, the evaluator expects ${expected ?? 'a refusal'}`);
        }
        different += complaints.length;
        return complaints;
      } finally {
        await mesh.stop();
      }
    });
  }
  findings.add('Enforced', 'random paths, as the backend sees them', `${perMode * MODES.length} in ${MODES.length} normalizations`, `${different} differences`);
}
