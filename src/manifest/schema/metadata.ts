import type { Metadata } from '../kinds';
import { annotations, labels } from '../syntax/labels';
import { dnsLabelFault, dnsSubdomainFault } from '../syntax/names';
import { anything, list, object, string, stringOf, type Check, type Fault } from './kit';

const UNREAD: Readonly<Record<string, Check<unknown>>> = Object.fromEntries([
  'generateName', 'uid', 'resourceVersion', 'generation', 'selfLink', 'deletionTimestamp', 'deletionGracePeriodSeconds',
  'finalizers', 'managedFields',
].map((key) => [key, anything]));

const ownerReferences = list(object<{ readonly kind: string; readonly name: string }>({ kind: string, name: string }, {
  name: 'an owner', required: ['kind', 'name'], unread: { apiVersion: anything, uid: anything, controller: anything, blockOwnerDeletion: anything },
}));

/** In seconds, as the API server writes it. */
const creationTimestamp = stringOf('bad-value', (text) => (
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)) ? undefined : { message: 'is not a time', repair: 'remove the key' }));

/**
 * ObjectMeta (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/). What the server sets is let
 * through unread, so that objects dumped from a cluster can be read.
 */
function metadataOf(nameFault: (name: string) => Fault | undefined, namespaced: boolean): Check<Metadata> {
  return object<Metadata>({
    name: stringOf('bad-name', nameFault),
    namespace: namespaced ? stringOf('bad-name', dnsLabelFault) : dropped,
    labels,
    annotations,
    creationTimestamp,
    ownerReferences,
  }, {
    name: 'metadata',
    required: ['name'],
    unread: UNREAD,
  });
}

/** The API server drops the namespace of an object that lies in none; cdk8s sets its chart's on all. */
const dropped: Check<string> = () => undefined as never;

/** An object with a DNS name in a namespace. */
export const metadata = metadataOf(dnsSubdomainFault, true);
/** A Service: its name is a host name's first label. */
export const labelNamedMetadata = metadataOf(dnsLabelFault, true);
/** A Namespace. */
export const namespaceMetadata = metadataOf(dnsLabelFault, false);

/** Of an object that lies in no namespace. */
export const clusterMetadata = metadataOf(dnsSubdomainFault, false);

/** Metadata of a pod template, which needs no name. */
export const templateMetadata = object<TemplateMetadata>({ name: string, namespace: string, labels, annotations, creationTimestamp, ownerReferences }, { name: 'metadata', unread: UNREAD });

export type TemplateMetadata = Partial<Metadata>;
