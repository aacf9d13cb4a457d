import type { ManifestObject } from '../../manifest/manifests';

const REVISION = 'istio.io/rev';

/** Its own, and of the Gateway API all but Gateways, which go by tags, too. */
const READ_BY_REVISION = /\.istio\.io\/|^gateway\.networking\.k8s\.io\/[^ ]+ (?!Gateway$)/;

/** What one istiod reads. */
export interface Reading {
  readonly objects: readonly ManifestObject[];
  /** What it passes over. */
  readonly passedOver: readonly ManifestObject[];
}

/**
 * An object with the label `istio.io/rev` is read by the istiod of that revision alone, and a tag is no revision. Which revision the
 * istiods of a cluster have is not in the manifests: each that is named, and one that nothing names. Never empty; without such a label
 * there is one.
 *
 * https://github.com/istio/istio/blob/master/pkg/config/model.go (`LabelsInRevision`)
 */
export function readingsOf(objects: readonly ManifestObject[]): readonly Reading[] {
  const named = [...new Set(objects.flatMap((o) => revisionOf(o) ?? []))].sort();
  const readBy = (revision: string | undefined): Reading => {
    const isRead = (o: ManifestObject): boolean => [undefined, revision].includes(revisionOf(o));
    return { objects: objects.filter(isRead), passedOver: objects.filter((o) => !isRead(o)) };
  };
  return named.length === 0 ? [{ objects, passedOver: [] }] : [...named.map(readBy), readBy(undefined)];
}

/** Of which alone it is read; undefined: of any. */
function revisionOf({ object: { apiVersion, kind, metadata } }: ManifestObject): string | undefined {
  const revision = metadata.labels?.[REVISION];
  return revision !== undefined && READ_BY_REVISION.test(`${apiVersion} ${kind}`) ? revision : undefined;
}
