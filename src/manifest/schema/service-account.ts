import type { ServiceAccount } from '../kinds';
import { defineKind } from './kind';
import { anything, boolean, list } from './kit';
import { metadata } from './metadata';

/** https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/service-account-v1/ */
export const serviceAccount = defineKind<ServiceAccount>({
  group: '',
  kind: 'ServiceAccount',
  versions: ['v1'],
  fields: { metadata, automountServiceAccountToken: boolean },
  required: ['metadata'],
  unread: { secrets: list(anything), imagePullSecrets: list(anything) },
});
