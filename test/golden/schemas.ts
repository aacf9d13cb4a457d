import { ServiceEntry } from '@kubernetes-models/istio/networking.istio.io/v1beta1/ServiceEntry';
import { Sidecar } from '@kubernetes-models/istio/networking.istio.io/v1beta1/Sidecar';
import { AuthorizationPolicy } from '@kubernetes-models/istio/security.istio.io/v1/AuthorizationPolicy';
import { PeerAuthentication } from '@kubernetes-models/istio/security.istio.io/v1beta1/PeerAuthentication';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { Service } from 'kubernetes-models/v1/Service';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';

/** Somebody else's reading of the API's schemas. It knows nothing of unknown keys; our own reader does. */
type Schema = new (data: never) => { validate(): void };

const SCHEMAS: Readonly<Record<string, Schema>> = {
  AuthorizationPolicy, Deployment, Namespace, NetworkPolicy, PeerAuthentication, Service, ServiceAccount, ServiceEntry, Sidecar,
};

/** Throws what is wrong with an object, or that its kind has no schema here. */
export function validateSchema(object: { readonly kind: string }): void {
  const schema = SCHEMAS[object.kind];
  if (schema === undefined) throw new Error(`no schema for \`${object.kind}\`: add one`);
  // The class brings an apiVersion of its own: of two that are served with the same schema it may know the older.
  const data = Object.fromEntries(Object.entries(object).filter(([key]) => key !== 'apiVersion'));
  new schema(data as never).validate();
}
