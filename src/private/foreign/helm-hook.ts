import { DataPlane } from '../../data-plane';
import type { HelmHookOptions } from '../../foreign-pods';
import { flag, member, struct } from '../arguments';
import { objectName } from '../names';
import type { PodsMade } from './pods-made';

/** On the pods of every Job: https://kubernetes.io/docs/reference/labels-annotations-taints/#batch-kubernetes-io-job-name */
const JOB_NAME = 'batch.kubernetes.io/job-name';

/** A hook has no label of its own that its pods would carry. */
export function helmHook(name: string, options?: HelmHookOptions): PodsMade {
  const job = objectName('job', name);
  const given = struct('options of ForeignPods.helmHook', options);
  const plane = given.dataPlane === undefined || given.dataPlane === null ? undefined : member('dataPlane', given.dataPlane, DataPlane);
  return {
    madeBy: 'a Helm hook',
    podLabels: { [JOB_NAME]: job },
    ports: [],
    services: [],
    serviceAccountName: objectName('service account name', given.serviceAccountName ?? 'default'),
    ...(plane === undefined ? {} : { dataPlaneIn: () => plane }),
    finish: true,
    needs: flag('callsApiServer', given.callsApiServer, false) ? [{ of: 'api-server' }] : [],
  };
}
