import { invalid } from './arguments';
import { labels } from './names';

/** Labels that say what `MeshNamespace` says already, and where: given twice, one of the two would silently lose. */
const RESERVED: Readonly<Record<string, string>> = {
  'istio-injection': 'set `dataPlane`',
  'istio.io/rev': 'set `revision` of the Mesh',
  'istio.io/dataplane-mode': 'set `dataPlane`',
  'pod-security.kubernetes.io/audit': 'set `podSecurity.audit`',
  'pod-security.kubernetes.io/enforce': 'set `podSecurity.enforce`',
  'pod-security.kubernetes.io/warn': 'set `podSecurity.warn`',
  'app.kubernetes.io/managed-by': 'leave it out; what emits the object sets it',
  'kubernetes.io/metadata.name': 'leave it out; the API server sets it to the name',
};

/** Labels that a user adds to a Namespace. Versions of Pod Security (`…/enforce-version`) are among them: nothing else sets those. */
export function namespaceLabels(what: string, value: unknown): Record<string, string> {
  const given = labels(what, value);
  for (const key of Object.keys(given)) {
    if (Object.hasOwn(RESERVED, key)) throw invalid('reserved-label', `${what} has \`${key}\`, which is not yours to set here`, RESERVED[key]);
  }
  return given;
}
