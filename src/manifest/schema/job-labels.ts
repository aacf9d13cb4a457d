import type { Labels, WorkloadKind } from '../kinds';
import { isMap } from './kit';

/** The second is the older. https://kubernetes.io/docs/reference/labels-annotations-taints/#batch-kubernetes-io-job-name */
const JOB_NAME = ['batch.kubernetes.io/job-name', 'job-name'];

/**
 * What the API server puts on the pods of a Job: policies and Services may select by it. A template that says otherwise it refuses. Of a
 * CronJob each Job has a name of its own with the time at its end, which nobody can select by. Undefined: nothing.
 *
 * https://github.com/kubernetes/kubernetes/blob/master/pkg/registry/batch/job/strategy.go (`generateSelector`)
 */
export function jobLabels(kind: WorkloadKind, name: string, spec: unknown): Labels | undefined {
  const job = kind === 'Job' ? spec : kind === 'CronJob' ? at(at(spec, 'jobTemplate'), 'spec') : undefined;
  if (!isMap(job) || job.manualSelector === true || name === '') return undefined;
  const jobName = kind === 'Job' ? name : `${name}-0`;
  return Object.fromEntries(JOB_NAME.map((key) => [key, jobName]));
}

function at(value: unknown, key: string): unknown {
  return isMap(value) ? value[key] : undefined;
}
