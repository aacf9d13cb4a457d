import { App, Chart } from 'cdk8s';
import { MeshAssertions } from '../testing/mesh-assertions';
import type { Evidence } from '../testing/evidence';

/** What the matchers take: an App, a Chart, assertions made before (read once, asked often), or a directory of manifests. */
export type MeshAccessSubject = App | Chart | MeshAssertions | string;

export function evidenceFor(subject: MeshAccessSubject): Evidence {
  if (typeof subject === 'string') return MeshAssertions.fromDirectory(subject)._evidence;
  if (subject instanceof MeshAssertions) return subject._evidence;
  // By what it has: the App may come from another copy of cdk8s.
  if (Chart.isChart(subject)) return MeshAssertions.fromChart(subject)._evidence;
  if (subject instanceof App || isApp(subject)) return MeshAssertions.fromApp(subject)._evidence;
  throw new Error(`expected an App, a Chart, MeshAssertions or a directory, got \`${String(subject)}\``);
}

function isApp(subject: unknown): subject is App {
  return typeof subject === 'object' && subject !== null && 'synthYaml' in subject && 'node' in subject;
}
