import { App } from 'cdk8s';
import { ClusterProfile, ExternalHost, LoadBalancer, Mesh, type MeshProps, NetworkPlugin, Nodes, PortMtls, ProofVerdict, ServicePort } from '../../src';
import type { ClusterFact, MeshModel } from '../../src/model/model';
import { requirementsFile } from '../../src/private/outputs/requirements-file';
import { Shop } from '../golden/golden';

const modelOf = (props: MeshProps): MeshModel => new Mesh(new App(), 'mesh', props)._registry.mesh;
const clusterOf = (props: MeshProps): MeshModel['cluster'] => modelOf(props).cluster;
const wrong = <T>(value: unknown): T => value as T;

const KUBE_DNS = { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' }, port: 53 };
const METADATA = { address: '169.254.169.254/32', port: 80 };
const OPENSHIFT_DNS = { namespace: 'openshift-dns', podLabels: { 'dns.operator.openshift.io/daemonset-dns': 'default' }, port: 5353 };
const { AWS_VPC_CNI, AZURE_NPM, CALICO, CILIUM, GKE_DATAPLANE_V2, KINDNET, OVN_KUBERNETES } = NetworkPlugin;

test.each<[string, ClusterProfile, Partial<MeshModel['cluster']>, string | undefined, ClusterFact[]]>([
  ['kind', ClusterProfile.kind(), { dns: KUBE_DNS, podCidrs: ['10.244.0.0/16'], serviceCidrs: ['10.96.0.0/16'] }, 'kindnet', ['dns', 'pods', 'services']],
  ['EKS', ClusterProfile.eks(), { dns: KUBE_DNS, podCidrs: [], serviceCidrs: [], metadataServer: METADATA }, 'the Amazon VPC CNI', ['dns', 'metadata-server']],
  ['EKS with Cilium', ClusterProfile.eks({ networkPlugin: CILIUM }), { dns: KUBE_DNS }, 'Cilium', ['dns', 'metadata-server']],
  [
    'GKE', ClusterProfile.gke({ networkPlugin: GKE_DATAPLANE_V2 }),
    { dns: KUBE_DNS, loadBalancerCidrs: ['130.211.0.0/22', '35.191.0.0/16'], nodeLocalDnsPods: { ...KUBE_DNS, podLabels: { 'k8s-app': 'node-local-dns' } }, metadataServer: METADATA },
    'GKE Dataplane V2', ['dns', 'load-balancers', 'metadata-server', 'node-local-dns'],
  ],
  [
    'GKE with Calico', ClusterProfile.gke({ networkPlugin: CALICO }),
    { dns: KUBE_DNS, loadBalancerCidrs: ['130.211.0.0/22', '35.191.0.0/16'], metadataServer: { ...METADATA, seen: { address: '169.254.169.252/32', port: 988 } } },
    'Calico', ['dns', 'load-balancers', 'metadata-server'],
  ],
  ['AKS', ClusterProfile.aks({ networkPlugin: AZURE_NPM }), { dns: KUBE_DNS, loadBalancerCidrs: ['168.63.129.16/32'] }, 'Azure Network Policy Manager', ['dns', 'load-balancers', 'metadata-server']],
  ['OpenShift', ClusterProfile.openshift(), { dns: OPENSHIFT_DNS, domain: 'cluster.local' }, 'OVN-Kubernetes', ['dns', 'istio-cni']],
  ['generic', ClusterProfile.generic(), { dns: KUBE_DNS, podCidrs: [] }, undefined, []],
  ['generic with Calico', ClusterProfile.generic({ networkPlugin: CALICO }), { dns: KUBE_DNS }, 'Calico', []],
])('%s says what its clusters are like, and no more', (_, profile, expected, plugin, provides) => {
  const cluster = clusterOf({ profile });
  expect(cluster).toMatchObject({ ...expected, nodeCidrs: [], apiServerCidrs: [] });
  expect(Object.keys(cluster).includes('nodeLocalDnsPods')).toBe('nodeLocalDnsPods' in expected);
  expect(Object.keys(cluster).includes('loadBalancerCidrs')).toBe('loadBalancerCidrs' in expected);
  expect(cluster.profile?.networkPlugin?.name).toBe(plugin);
  expect(cluster.profile?.provides).toEqual(provides);
});

test('what is given wins, field by field, and is not the profile\'s any more', () => {
  const { istioCni, cluster } = modelOf({
    profile: ClusterProfile.openshift(), istioCni: false, cluster: { dns: { namespace: 'dns', podLabels: { app: 'coredns' } }, loadBalancerCidrs: ['10.9.0.0/24'] },
  });
  expect(istioCni).toBe(false);
  expect(cluster.dns).toEqual({ namespace: 'dns', podLabels: { app: 'coredns' }, port: 5353 });
  expect(cluster.loadBalancerCidrs).toEqual(['10.9.0.0/24']);
  expect(cluster.profile?.provides).toEqual(['dns']);
  const kind = clusterOf({ profile: ClusterProfile.kind(), cluster: { podCidrs: ['10.8.0.0/16'], serviceCidrs: ['10.9.0.0/16'], dns: KUBE_DNS } });
  expect(kind).toMatchObject({ podCidrs: ['10.8.0.0/16'], serviceCidrs: ['10.9.0.0/16'] });
  expect(kind.profile?.provides).toEqual([]);
  expect(modelOf({ profile: ClusterProfile.openshift() }).istioCni).toBe(true);
  expect(modelOf({ profile: ClusterProfile.eks() }).istioCni).toBe(false);
});

test.each<[string, MeshProps, unknown]>([
  ['AKS', { profile: ClusterProfile.aks({ networkPlugin: CILIUM }), cluster: { apiServerAgents: {} } }, { namespace: 'kube-system', labels: { app: 'konnectivity-agent' } }],
  ['GKE', { profile: ClusterProfile.gke({ networkPlugin: CALICO }), cluster: { apiServerAgents: {} } }, { namespace: 'kube-system', labels: { 'k8s-app': 'konnectivity-agent' } }],
  ['anywhere else', { cluster: { apiServerAgents: { namespace: 'tunnel', podLabels: { app: 'agent' } } } }, { namespace: 'tunnel', labels: { app: 'agent' } }],
  ['nobody said so', { profile: ClusterProfile.aks({ networkPlugin: CILIUM }) }, undefined],
])('the agents of a tunnel are known by their labels: %s', (_, props, agents) => {
  expect(clusterOf(props).apiServerAgents).toEqual(agents);
});

const EKS_PLUGINS = '`NetworkPlugin.AWS_VPC_CNI`, `NetworkPlugin.CALICO`, `NetworkPlugin.CILIUM`';

test.each<[string, () => unknown, string]>([
  ['GKE without what enforces NetworkPolicy', () => ClusterProfile.gke(wrong({})), '[wrong-type] `networkPlugin` of GKE is not given; say what enforces NetworkPolicy there: `NetworkPlugin.CALICO`, `NetworkPlugin.GKE_DATAPLANE_V2`'],
  ['AKS without options', () => ClusterProfile.aks(wrong(undefined)), '[wrong-type] `networkPlugin` of AKS is not given; say what enforces NetworkPolicy there: `NetworkPlugin.AZURE_NPM`, `NetworkPlugin.CALICO`, `NetworkPlugin.CILIUM`'],
  ['another cloud\'s plugin', () => ClusterProfile.eks({ networkPlugin: GKE_DATAPLANE_V2 }), `[contradicting-profile] EKS cannot be had with \`gke-dataplane-v2\`; give one of ${EKS_PLUGINS}, or take \`ClusterProfile.generic\``],
  ['no plugin at all', () => ClusterProfile.kind({ networkPlugin: wrong('flannel') }), `[wrong-type] networkPlugin must be one of ${Object.keys(NetworkPlugin).join(', ')}, got \`flannel\`; use a member of the enumeration`],
  ['options that are none', () => ClusterProfile.openshift(wrong('ovn')), '[wrong-type] options of ClusterProfile.openshift must be an object with named options, got `ovn`; write `{ … }`'],
  ['what is no profile', () => modelOf({ profile: wrong({ distribution: 'EKS' }) }), '[wrong-type] profile must be of type `ClusterProfile`, got an object of type `Object`; write `ClusterProfile.eks()` or the like'],
  ['a domain that it does not have', () => modelOf({ profile: ClusterProfile.openshift(), cluster: { domain: 'corp.local' } }), '[contradicting-profile] cluster.domain `corp.local` is not OpenShift\'s, which has `cluster.local` and no other; leave it out, or take `ClusterProfile.generic`'],
  ['agents of whom nobody knows the labels', () => clusterOf({ profile: ClusterProfile.eks(), cluster: { apiServerAgents: {} } }), '[unknown-api-server-agents] cluster.apiServerAgents has no `podLabels`, and nothing is known of them on EKS; give the labels of the pods that the control plane calls through'],
  ['agents that are any pod', () => clusterOf({ cluster: { apiServerAgents: { podLabels: {} } } }), '[empty-selector] cluster.apiServerAgents.podLabels is empty and would select every pod of the namespace; give the labels that only these pods carry'],
  ['blocks that meet kind\'s own', () => modelOf({ profile: ClusterProfile.kind(), cluster: { nodeCidrs: ['172.18.0.0/16'], podCidrs: ['10.0.0.0/9'] } }), '[contradicting-profile] cluster.podCidrs has `10.0.0.0/9`, and by its profile kind has `10.96.0.0/16` for serviceCidrs; give cluster.serviceCidrs as well'],
  ['nodes in kind\'s pod block', () => modelOf({ profile: ClusterProfile.kind(), cluster: { nodeCidrs: ['10.244.7.0/24'] } }), '[contradicting-profile] cluster.nodeCidrs has `10.244.7.0/24`, and by its profile kind has `10.244.0.0/16` for podCidrs; give cluster.podCidrs as well'],
  ['Services among pods', () => modelOf({ cluster: { podCidrs: ['10.0.0.0/14', 'fd00::/48'], serviceCidrs: ['10.3.0.0/20'] } }), '[overlapping-cidrs] cluster.podCidrs has `10.0.0.0/14`, and cluster.serviceCidrs `10.3.0.0/20`, which overlaps with it; give each as the cluster was made with: pods and Services never share addresses'],
])('%s is refused at the call', (_, act, message) => {
  expect(act).toThrow(new Error(message));
});

test('every plugin is one of some distribution', () => {
  const all = [ClusterProfile.kind, ClusterProfile.eks, ClusterProfile.gke, ClusterProfile.aks, ClusterProfile.openshift];
  for (const networkPlugin of [AWS_VPC_CNI, AZURE_NPM, CALICO, CILIUM, GKE_DATAPLANE_V2, KINDNET, OVN_KUBERNETES]) {
    const taken = all.filter((make) => {
      try {
        return make.call(ClusterProfile, { networkPlugin })._networkPlugin === networkPlugin;
      } catch {
        return false;
      }
    });
    expect(taken.length).toBeGreaterThan(0);
  }
});

function shopOf(props: MeshProps): Shop {
  const shop = new Shop(new App(), props);
  shop.service('web');
  return shop;
}

test('the report names what was taken from the profile, and what enforces NetworkPolicy', () => {
  const report = shopOf({ profile: ClusterProfile.gke({ networkPlugin: GKE_DATAPLANE_V2 }) }).mesh.report();
  expect(report.verdict).toBe(ProofVerdict.PROVED_UNDER_ASSUMPTIONS);
  expect(report.toText()).toContain([
    'cluster-is-as-its-profile: the cluster has what its distribution has unless it is told otherwise (GKE: caches of names on the nodes are pods of ',
    'kube-system with k8s-app=node-local-dns on port 53, GKE: names are answered by pods of kube-system with k8s-app=kube-dns on port 53)',
  ].join(''));
  expect(report.toText()).toContain('for TCP, UDP and SCTP (GKE with GKE Dataplane V2: the cluster was made with `--enable-dataplane-v2`, as Autopilot clusters are)');
  expect(report.toText()).toContain([
    'Exemptions',
    '  dns: every pod may ask pods of kube-system with k8s-app=kube-dns on port 53, UDP and TCP (names, by the profile of GKE)',
    '  node-local-dns: every pod may ask pods of kube-system with k8s-app=node-local-dns on port 53, UDP and TCP (names, by the profile of GKE)',
    '  istiod: every proxy may reach pods of istio-system with app=istiod on port 15012 (configuration and certificates)',
  ].join('\n'));
});

test('without a profile nothing is assumed of one', () => {
  const text = shopOf({}).mesh.report().toText();
  expect(text).not.toContain('cluster-is-as-its-profile');
  expect(text).toContain('enforces NetworkPolicy, both directions, for TCP, UDP and SCTP\n');
});

test('requirements say what the cluster must be like', () => {
  const of = (props: MeshProps): string => requirementsFile(shopOf(props).mesh._registry.index().model);
  expect(of({ profile: ClusterProfile.eks() })).toContain([
    '# The cluster is as its profile says:',
    '# - EKS with the Amazon VPC CNI: its network policy agent is off by default: `enableNetworkPolicy` of the add-on is "true"; until policies have reached a new pod it is open, unless `NETWORK_POLICY_ENFORCING_MODE` is `strict`',
    '# - EKS: names are answered by pods of kube-system with k8s-app=kube-dns on port 53',
    '',
  ].join('\n'));
  const openshift = of({ profile: ClusterProfile.openshift() });
  expect(openshift).toContain('# - OpenShift: istio-cni sets up the redirection of sidecars\n');
  expect(openshift).toContain('global:\n  platform: openshift\n');
  expect(openshift).toContain('pilot:\n  cni:\n    enabled: true\n');
  expect(of({ profile: ClusterProfile.generic() })).toContain('# - generic: a network plugin enforces NetworkPolicy\n');
  expect(of({})).not.toContain('profile says');
});

test('what an address stands for beside the one who is meant is listed', () => {
  const shop = new Shop(new App(), { profile: ClusterProfile.aks({ networkPlugin: CALICO }), cluster: { podCidrs: ['10.224.0.0/16'], nodeCidrs: ['10.224.0.0/16'] } });
  const web = shop.service('web', { ports: [ServicePort.tcp(9000, { mtls: PortMtls.permissive({ reason: 'no mesh there' }) })] });
  web.allowFrom(LoadBalancer.healthChecks(), { reason: 'probes' });
  web.allowFrom(Nodes.all(), { reason: 'agents' });
  web.calls(ExternalHost.tcp('metadata.example', { ports: [80], addresses: ['169.254.169.254'] }), { reason: 'credentials' });
  const report = shop.mesh.report();
  expect(report.verdict).toBe(ProofVerdict.PROVED_UNDER_ASSUMPTIONS);
  expect(report.toText()).toContain([
    'Exceptions',
    '  health checks, and what else load balancers send from 168.63.129.16/32, may reach shop/web: probes',
    '  pods, which have addresses in 10.224.0.0/16, too, may reach shop/web as nodes 10.224.0.0/16: agents',
    '  shop/web may ask its node at 169.254.169.254/32 (metadata.example): credentials',
    '  shop/web:9000 accepts plaintext: no mesh there',
  ].join('\n'));
  expect(report.toText()).toContain('AKS: load balancers check health from 168.63.129.16/32');
});
