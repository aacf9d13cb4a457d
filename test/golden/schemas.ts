import { ServiceEntry } from '@kubernetes-models/istio/networking.istio.io/v1beta1/ServiceEntry';
import { Sidecar } from '@kubernetes-models/istio/networking.istio.io/v1beta1/Sidecar';
import { VirtualService } from '@kubernetes-models/istio/networking.istio.io/v1beta1/VirtualService';
import { AuthorizationPolicy } from '@kubernetes-models/istio/security.istio.io/v1/AuthorizationPolicy';
import { RequestAuthentication } from '@kubernetes-models/istio/security.istio.io/v1/RequestAuthentication';
import { PeerAuthentication } from '@kubernetes-models/istio/security.istio.io/v1beta1/PeerAuthentication';
import { Telemetry } from '@kubernetes-models/istio/telemetry.istio.io/v1alpha1/Telemetry';
import { MutatingWebhookConfiguration } from 'kubernetes-models/admissionregistration.k8s.io/v1/MutatingWebhookConfiguration';
import { ValidatingWebhookConfiguration } from 'kubernetes-models/admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration';
import { CustomResourceDefinition } from 'kubernetes-models/apiextensions.k8s.io/v1/CustomResourceDefinition';
import { APIService } from 'kubernetes-models/apiregistration.k8s.io/v1/APIService';
import { DaemonSet } from 'kubernetes-models/apps/v1/DaemonSet';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { ReplicaSet } from 'kubernetes-models/apps/v1/ReplicaSet';
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import { CronJob } from 'kubernetes-models/batch/v1/CronJob';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { Pod } from 'kubernetes-models/v1/Pod';
import { Service } from 'kubernetes-models/v1/Service';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';

/** Somebody else's reading of the API's schemas. It knows nothing of unknown keys; our own reader does. */
type Schema = new (data: never) => { validate(): void };

/**
 * What the Gateway API's CRD requires of what we write; no package has its schema.
 * https://github.com/kubernetes-sigs/gateway-api/blob/main/config/crd/standard/gateway.networking.k8s.io_gateways.yaml
 */
class Gateway {
  constructor(private readonly data: { readonly spec: Readonly<Record<string, unknown>> }) {}

  validate(): void {
    const { gatewayClassName, listeners, ...others } = this.data.spec as { gatewayClassName: string; listeners: readonly Record<string, unknown>[] };
    const unknown = Object.keys(others).filter((key) => !['addresses', 'allowedListeners', 'defaultScope', 'infrastructure', 'tls'].includes(key));
    if (unknown.length > 0) throw new Error(`a Gateway has no ${unknown.join(', ')}`);
    if (!/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(gatewayClassName)) throw new Error(`no class is called \`${gatewayClassName}\``);
    if (listeners.length < 1 || listeners.length > 64) throw new Error('a Gateway has 1 to 64 listeners');
    for (const { name, port, protocol } of listeners) {
      if (!/^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/.test(String(name))) throw new Error(`no listener is called \`${String(name)}\``);
      if (!Number.isInteger(port) || Number(port) < 1 || Number(port) > 65_535) throw new Error(`${String(port)} is no port`);
      if (!/^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|^[-.a-z0-9]+\/[A-Za-z0-9]+$/.test(String(protocol))) throw new Error(`\`${String(protocol)}\` is no protocol`);
    }
  }
}

/**
 * What Argo requires of a Rollout, most of which its CRD leaves to the controller; no package has its schema.
 * https://github.com/argoproj/argo-rollouts/blob/master/pkg/apis/rollouts/validation/validation.go
 */
class Rollout {
  constructor(private readonly data: { readonly spec: Readonly<Record<string, unknown>> }) {}

  validate(): void {
    const { replicas, selector, strategy, template, workloadRef, ...others } = this.data.spec;
    const unknown = Object.keys(others).filter((key) => !['analysis', 'minReadySeconds', 'paused', 'revisionHistoryLimit'].includes(key));
    if (unknown.length > 0) throw new Error(`a Rollout has no ${unknown.join(', ')}`);
    if (replicas !== undefined && !Number.isInteger(replicas)) throw new Error(`${JSON.stringify(replicas)} is no number of pods`);
    if ((template === undefined) === (workloadRef === undefined)) throw new Error('a Rollout has a template or a workloadRef');
    if (template !== undefined && selector === undefined) throw new Error('a Rollout with a template has a selector');
    const names = Object.keys(strategy as object | undefined ?? {});
    if (names.length !== 1 || !['canary', 'blueGreen'].includes(names[0])) throw new Error('a Rollout has one strategy');
  }
}

const SCHEMAS: Readonly<Record<string, Schema>> = {
  APIService, AuthorizationPolicy, ConfigMap, CronJob, CustomResourceDefinition, DaemonSet, Deployment, Gateway, Ingress, Job, Namespace,
  MutatingWebhookConfiguration, NetworkPolicy, PeerAuthentication, Pod, ReplicaSet, RequestAuthentication, Rollout, Service, ServiceAccount,
  ServiceEntry, Sidecar, StatefulSet, Telemetry, ValidatingWebhookConfiguration, VirtualService,
};

/** Throws what is wrong with an object, or that its kind has no schema here. */
export function validateSchema(object: { readonly kind: string }): void {
  const schema = SCHEMAS[object.kind];
  if (schema === undefined) throw new Error(`no schema for \`${object.kind}\`: add one`);
  // The class brings an apiVersion of its own: of two that are served with the same schema it may know the older.
  const data = Object.fromEntries(Object.entries(object).filter(([key]) => key !== 'apiVersion'));
  new schema(data as never).validate();
}
