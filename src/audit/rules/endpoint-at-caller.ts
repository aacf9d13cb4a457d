import { within } from '../../eval/matcher/cidr';
import { ruleRef } from '../../eval/refs';
import type { ManifestObject } from '../../manifest/manifests';
import type { AuditRule } from '../rule';

const CALLER = 'the caller itself';
const NEAR: readonly (readonly [cidr: string, what: string])[] = [
  ['127.0.0.0/8', CALLER], ['::1/128', CALLER], ['0.0.0.0/32', CALLER], ['::/128', CALLER],
  ['169.254.0.0/16', 'the caller\'s node or cloud, its metadata among it'], ['fe80::/10', 'the caller\'s own link'],
];

export const endpointAtCaller: AuditRule = {
  id: 'endpoint-at-caller',
  severity: 'warning',
  title: 'an endpoint is an address of whoever calls it',
  why: 'The API server refuses loopback and link-local addresses in EndpointSlices, because a caller is sent to itself, or to the metadata of its node, under the name of a service. Istio\'s objects are let through.',
  repair: 'write the address at which the workload is reached',
  sources: [
    'https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/core/validation/validation.go',
    'https://istio.io/latest/docs/reference/config/networking/workload-entry/#WorkloadEntry',
  ],
  * find({ objects }) {
    for (const source of objects) {
      for (const { address, path } of addressesOf(source)) {
        const near = NEAR.find(([cidr]) => within(address, cidr));
        if (near === undefined) continue;
        yield {
          at: ruleRef(source, path),
          message: `\`${address}\` is ${near[1]}`,
          ...(source.object.kind === 'ServiceEntry' && near[1] === CALLER ? { repair: `${this.repair}; an authorizer that runs beside each workload is meant so, and a suppression says it` } : {}),
        };
      }
    }
  },
};

function addressesOf({ object }: ManifestObject): readonly { readonly address: string; readonly path: string }[] {
  switch (object.kind) {
    case 'WorkloadEntry': return [{ address: object.spec.address ?? '', path: 'spec.address' }];
    case 'ServiceEntry': return (object.spec.endpoints ?? []).map(({ address = '' }, i) => ({ address, path: `spec.endpoints[${i}].address` }));
    default: return [];
  }
}
