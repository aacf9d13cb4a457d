import { MeshAssertions, Mesh } from '../../src';
import { declaredTable, enforcedTable } from '../../src/report';
import { cases } from '../golden/cases';

/**
 * Callers without an identity: manifests know only their addresses. Foreign pods, whose accounts are not named like them. What is granted in an
 * emergency stands apart in what is declared, and who is in quarantine is left out of a crowd that is still named. Services that share an account
 * are one caller. Sidecars do not get to ambient pods by their headless Service, but by the other one.
 */
const IN_OTHER_WORDS = [
  'adopted-outside-the-mesh', 'ambient-and-sidecars', 'ambient-headless-and-anyone', 'ambient-headless-from-sidecars', 'ambient-l4', 'anyone', 'api-server-conversion-and-aggregation', 'api-server-through-agents', 'api-server-webhook', 'break-glass', 'break-glass-ambient', 'cidr-caller', 'eks-load-balancer-and-nodes', 'exceptions',
  'foreign-pods', 'foreign-pods-ambient', 'gke-load-balancer', 'identity-migration', 'identity-migration-together', 'load-balancer-to-pods', 'mutating-webhook', 'quarantine', 'quarantine-ambient',
  'quarantine-kubernetes', 'shared-identity', 'shared-identity-ambient', 'webhook-configuration',
];

/** Where authorization is not enforced yet; the others of a rollout have a caller without identity. */
const NOT_ENFORCED_YET = [['rollout-observe', 'any pod'], ['rollout-mutual-tls', 'any mesh identity']] as const;
const isInRollout = (name: string): boolean => name.startsWith('rollout-');

test.each(Object.keys(cases).filter((name) => !IN_OTHER_WORDS.includes(name) && !isInRollout(name)))('the manifests of %s read as they were declared', (name) => {
  const app = cases[name].build();
  const { model } = Mesh.of(app)._synthesis.index();
  // Until when it holds, and by which role, no manifest shows.
  const declared = declaredTable({ ...model, edges: model.edges.map((edge) => ({ ...edge, grants: undefined })) });
  expect(enforcedTable(MeshAssertions.fromApp(app)._evidence.world).callees).toEqual(declared.callees);
});

test.each(NOT_ENFORCED_YET)('the manifests of %s read as open as they are', (name, caller) => {
  const { callees } = enforcedTable(MeshAssertions.fromApp(cases[name].build())._evidence.world);
  expect(callees.map(({ callee }) => callee)).toEqual(['shop/catalog:80 (pod port 8080)', 'shop/frontend:80 (pod port 8080)', 'shop/redis:6379']);
  for (const { callers } of callees) expect(callers).toContainEqual(expect.objectContaining({ caller, access: 'everything' }));
});
