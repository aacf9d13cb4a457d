/**
 * What the controller of a StatefulSet adds to the labels of each pod: its name and its number.
 *
 * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-name-label
 */
export const POD_NAME = 'statefulset.kubernetes.io/pod-name';
export const POD_INDEX = 'apps.kubernetes.io/pod-index';

const ORDINAL = /^(0|[1-9]\d*)$/;

/** Whether a StatefulSet has, or may have, a pod of that name. */
export function isOrdinal(set: string, pod: string): boolean {
  return pod.startsWith(`${set}-`) && ORDINAL.test(pod.slice(set.length + 1));
}

/** Whether one of its pods, or of those that it may have, is meant by such a label; of any other label: no. */
export function isOfOrdinal(set: string, key: string, value: string): boolean {
  return key === POD_NAME ? isOrdinal(set, value) : key === POD_INDEX && ORDINAL.test(value);
}

export function isOrdinalLabel(key: string): boolean {
  return key === POD_NAME || key === POD_INDEX;
}
