import { App, Testing } from 'cdk8s';
import {
  type AccessGraph, CloudMetadata, ClusterProfile, DataPlane, ExceptionKind, ExternalHost, type GuardrailFinding, type IGuardrail, type MeshProps,
  NetworkPlugin, Platform, ProofVerdict,
} from '../../src';
import { CLUSTER, Shop } from '../golden/golden';

const wrong = <T>(value: unknown): T => value as T;
const EKS: MeshProps = { profile: ClusterProfile.eks() };
const uploader = (props: MeshProps, target = CloudMetadata.ofCluster(), dataPlane?: DataPlane): Shop => {
  const shop = new Shop(new App(), props, dataPlane === undefined ? {} : { dataPlane });
  shop.service('uploader').calls(target, { reason: 'credentials' });
  return shop;
};
interface Written {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly egress?: unknown[]; readonly endpoints?: unknown };
}
const objects = (shop: Shop): readonly Written[] => Testing.synth(shop);
const egress = (shop: Shop): string => JSON.stringify(objects(shop).find(({ metadata }) => metadata.name === 'uploader-egress')?.spec.egress);
const rule = (cidr: string, port: number): string => JSON.stringify({ ports: [{ port, protocol: 'TCP' }], to: [{ ipBlock: { cidr } }] });

test.each<[string, () => unknown, string]>([
  ['no address', () => CloudMetadata.at('agent.internal', { address: wrong(undefined) }), '[invalid-address] address must be a string, got nothing; give a string'],
  ['a block', () => CloudMetadata.at('agent.internal', { address: '169.254.0.0/16' }), '[invalid-address] address `169.254.0.0/16` is not an IP address; write it like `169.254.20.10` or `fd00::10`'],
  ['no port', () => CloudMetadata.at('agent.internal', { address: '169.254.170.23', port: 0 }), '[invalid-port] port must be a whole number from 1 to 65535, got `0`; give the port\'s number'],
  ['a cluster of which nobody knows it', () => uploader({ profile: ClusterProfile.openshift() }), '[unknown-metadata-server] `shop/uploader` calls the metadata server of the cluster, and no profile says where that is; give the mesh a `profile` of EKS, GKE or AKS, or say it: `CloudMetadata.at(\'metadata.cloud.internal\', { address })`'],
  ['no reason', () => new Shop(new App(), EKS).service('uploader').calls(CloudMetadata.eksPodIdentity()), '[missing-reason] `shop/uploader` calling `pod-identity.eks.internal` needs a reason, got nothing; say in a few words why; it stands in every report'],
])('%s is refused at the call', (_, act, message) => {
  expect(act).toThrow(new Error(message));
});

test.each<[string, Shop, string]>([
  ['EKS', uploader(EKS), rule('169.254.169.254/32', 80)],
  ['the EKS Pod Identity Agent', uploader(EKS, CloudMetadata.eksPodIdentity()), rule('169.254.170.23/32', 80)],
  ['GKE with Calico', uploader({ profile: ClusterProfile.gke({ networkPlugin: NetworkPlugin.CALICO }) }), `${rule('169.254.169.254/32', 80)},${rule('169.254.169.252/32', 988)}`],
  ['GKE with Dataplane V2', uploader({ profile: ClusterProfile.gke({ networkPlugin: NetworkPlugin.GKE_DATAPLANE_V2 }) }), rule('169.254.169.254/32', 80)],
  ['another port of a node in IPv6', uploader({}, CloudMetadata.at('agent.internal', { address: 'fd00:ec2::23', port: 81, seenPort: 2703 })), `${rule('fd00:ec2::23/128', 81)},${rule('fd00:ec2::23/128', 2703)}`],
  ['ambient pods', uploader(EKS, CloudMetadata.ofCluster(), DataPlane.AMBIENT), rule('169.254.169.254/32', 80)],
  ['no mesh', uploader({ ...EKS, platform: Platform.KUBERNETES }), rule('169.254.169.254/32', 80)],
])('the node is reached at exactly that address and port: %s', (_, shop, rules) => {
  expect(egress(shop)).toContain(rules);
  expect(egress(shop).split('ipBlock')).toHaveLength(rules.split('ipBlock').length);
  expect(shop.mesh.report().verdict).toBe(ProofVerdict.PROVED_UNDER_ASSUMPTIONS);
});

test('a sidecar finds it by its address, and no name is looked up; ambient pods have nothing that would', () => {
  const entries = (shop: Shop): unknown[] => objects(shop).filter(({ kind }) => kind === 'ServiceEntry').map(({ spec: { endpoints } }) => endpoints);
  expect(entries(uploader(EKS))).toEqual([[{ address: '169.254.169.254' }]]);
  expect(entries(uploader(EKS, CloudMetadata.ofCluster(), DataPlane.AMBIENT))).toEqual([]);
});

test('who says nothing of it does not get there by an external host that may be anywhere', () => {
  const shop = new Shop(new App(), { cluster: CLUSTER });
  shop.service('uploader').calls(ExternalHost.http('api.payments.example'), { reason: 'payments' });
  expect(egress(shop)).toContain('"except":["10.0.0.0/14","10.128.0.0/20","10.4.0.0/20","168.63.129.16/32","169.254.0.0/16"]');
});

test('reports list it, with why, and what the profile said', () => {
  const text = uploader({ profile: ClusterProfile.gke({ networkPlugin: NetworkPlugin.CALICO }) }).mesh.report().toText();
  expect(text).toContain('shop/uploader may ask its node at 169.254.169.254/32 (metadata.cloud.internal): credentials');
  expect(text).toContain('GKE: each node answers for the cloud at 169.254.169.254/32 on port 80, which NetworkPolicy sees as 169.254.169.252/32 on port 988');
  expect(uploader(EKS, CloudMetadata.eksPodIdentity()).mesh.report().toText()).not.toContain('answers for the cloud');
});

test('guardrails see it', () => {
  const seen: ExceptionKind[] = [];
  const watching: IGuardrail = {
    id: 'no-metadata',
    description: 'nobody asks its node',
    check: ({ exceptions }: AccessGraph): GuardrailFinding[] => {
      seen.push(...exceptions.map(({ kind }) => kind));
      return [];
    },
  };
  const shop = uploader({ ...EKS, guardrails: [watching] });
  shop.mesh.report();
  expect(seen).toContain(ExceptionKind.CLOUD_METADATA);
});
