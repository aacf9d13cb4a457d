import { ruleRef, refText } from '../refs';
import type { Caller, Destination, RuleRef } from '../types';
import type { World } from '../world';
import type { ClientTls } from './client-tls';
import type { Endpoint } from './services';

/** Set by the injector to `istio`: what auto-mTLS goes by, endpoint by endpoint. */
export const TLS_MODE = 'security.istio.io/tlsMode';

/**
 * Clients cannot know the mode of each workload behind a host. They are told that of the host's namespace, or else of the mesh: where that is
 * DISABLE they send plaintext to all of the host, also to a workload that asks for mTLS by a policy of its own. Undefined: it is not so.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/model/push_context.go (`BestEffortInferServiceMTLSMode`)
 */
export function disabledFor({ policies, settings: { rootNamespace } }: World, namespace: string): ClientTls | undefined {
  const own = namespace === rootNamespace ? undefined : policies.in(namespace).peer.unselective;
  const isSet = !['UNSET', undefined].includes(own?.object.spec.mtls?.mode);
  const policy = isSet ? own : policies.in(rootNamespace).peer.unselective;
  if (policy?.object.spec.mtls?.mode !== 'DISABLE') return undefined;
  const by = ruleRef(policy, 'spec.mtls.mode');
  return { mode: 'plaintext', text: `${refText(by)} makes it plaintext for hosts of namespace \`${namespace}\``, because: [by] };
}

/**
 * Of a headless Service all endpoints count together: mTLS to all of them if all are injected, whatever mode each is in, or else plaintext.
 * Gateways find out for each. Undefined: as for any other Service.
 */
export function toHeadless(world: World, { workload, dataPlane }: Caller, { service, workload: callee }: Destination): ClientTls | undefined {
  const view = service === undefined ? undefined : world.services.find(service.namespace, service.name);
  const port = view?.ports.find((p) => p.port === service!.port);
  if (view?.headless !== true || port === undefined) return undefined;
  // A gateway knows of each endpoint that it takes HBONE.
  if (callee.dataPlane === 'ambient' && (workload?.dataPlane ?? dataPlane) === 'gateway') return undefined;
  const endpoints = world.services.endpoints(view, port);
  const because: readonly RuleRef[] = [];
  const without = endpoints.find((e) => isInjected(e) === 'no');
  if (without !== undefined) return { mode: 'plaintext', text: `${without.workload.id}, of the same headless Service, has no sidecar`, because };
  const unknown = endpoints.find((e) => isInjected(e) === 'unknown');
  if (unknown !== undefined) {
    return { mode: 'auto-or-plaintext', text: `whether ${unknown.workload.id}, of the same headless Service, has a sidecar is not known`, because };
  }
  return workload?.dataPlane === 'sidecar' ? { mode: 'mutual', text: `every pod of headless Service ${view.namespace}/${view.name} has a sidecar`, because } : undefined;
}

function isInjected({ workload: { labels, dataPlane, apart }, placed }: Endpoint): 'yes' | 'no' | 'unknown' {
  if (dataPlane === 'sidecar' && placed !== undefined) return 'unknown';
  const label = labels[TLS_MODE];
  if (label !== undefined) return label === 'disabled' ? 'no' : 'yes';
  if (dataPlane === 'sidecar' && placed === undefined) return 'yes';
  return apart === undefined && (dataPlane === 'none' || dataPlane === 'ambient') ? 'no' : 'unknown';
}
