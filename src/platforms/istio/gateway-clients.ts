import type { AuthorizationPolicy, Rule } from '../../manifest/kinds';
import { GATEWAY_NAME } from '../../model/data-plane-labels';
import type { Labels } from '../../model/labels';
import type { BaselineModel, HttpAccessModel } from '../../model/model';
import { PREFLIGHT_HEADERS, type TokensModel } from '../../model/tokens';
import { metadata } from '../metadata';
import type { ModelIndex, Slot } from '../platform';
import { rulesOfRequests } from './rules';

type Target = Pick<AuthorizationPolicy['spec'], 'selector' | 'targetRefs'>;

const selecting = (labels: Labels): Target => ({ selector: { matchLabels: labels } });

/**
 * What is bound to the Gateway that its pods are deployed for holds whatever istiod is told of selectors; nothing else does where there is none.
 *
 * https://istio.io/latest/docs/reference/commands/pilot-discovery/#envvars (`PILOT_ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY`)
 */
export function targetOf(labels: Labels): Target {
  const name = labels[GATEWAY_NAME];
  return name === undefined ? selecting(labels) : { targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name }] };
}

interface OpenGateway extends Pick<BaselineModel['gateways'][number], 'id' | 'namespace' | 'labels' | 'ports'> {
  readonly slot: string;
  readonly owner: string;
  /** What requests have to carry; left out: it is open to whatever comes. */
  readonly tokens?: (index: ModelIndex) => TokensModel | undefined;
}

/**
 * A gateway stays open on its ports. No caller is named on purpose: it faces clients that have no identity of this mesh;
 * without this policy the root namespace's allow-nothing, which selects gateways as well, would close it.
 */
export function gatewayClients({ slot, owner, id, namespace, labels, ports, tokens }: OpenGateway): Slot<AuthorizationPolicy> {
  // A rule without ports would also open the gateway's metrics and administration to clients.
  if (ports.length === 0) throw new Error(`gateway \`${id}\` has no ports`);
  const rules = (index: ModelIndex): readonly Rule[] => {
    const required = tokens?.(index);
    return required === undefined ? [{ to: [{ operation: { ports: ports.map(String) } }] }] : rulesOfRequests(ports, requestsWith(required));
  };
  return {
    id: slot,
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: metadata(`${id.slice(id.lastIndexOf('/') + 1)}-clients`, namespace, owner),
    body: (index) => ({ spec: { ...(tokens === undefined ? selecting(labels) : targetOf(labels)), action: 'ALLOW', rules: rules(index) } }),
  };
}

/** With a token; to what is excepted, without; and what browsers ask before they send one. */
function requestsWith({ issuers, except, corsPreflight }: TokensModel): readonly HttpAccessModel[] {
  const none = { issuers, claims: [], optional: true };
  return [
    { token: { issuers, claims: [], optional: false } },
    ...(except.length === 0 ? [] : [{ paths: except, token: none }]),
    ...(corsPreflight
      ? [{ methods: ['OPTIONS'], headers: PREFLIGHT_HEADERS.map((name) => ({ name, values: [{ kind: 'present' as const }] })), token: none }]
      : []),
  ];
}
