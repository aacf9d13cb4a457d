import { type ContractFinding, type ContractFindingId, finding, placeOf, type SetMember, type SetRule } from './finding';

/** What several Apps of one place have. */
function shared(
  members: readonly SetMember[], of: (member: SetMember) => readonly string[],
): readonly { readonly name: string; readonly holders: readonly SetMember[] }[] {
  const all = new Map<string, { readonly name: string; readonly holders: SetMember[] }>();
  for (const member of members) {
    for (const name of of(member)) {
      const key = `${placeOf(member)}\n${name}`;
      const known = all.get(key);
      if (known === undefined) all.set(key, { name, holders: [member] });
      else known.holders.push(member);
    }
  }
  return [...all.values()].filter(({ holders }) => holders.length > 1);
}

interface Owned {
  readonly id: ContractFindingId;
  readonly of: (member: SetMember) => readonly string[];
  readonly text: (name: string, files: string) => string;
  readonly repair: string;
}

const OWNED: readonly Owned[] = [
  {
    id: 'two-owners',
    of: ({ contract }) => contract.namespaces.filter((n) => n.owned).map((n) => n.name),
    text: (name, files) => `namespace \`${name}\` is owned by ${files}`,
    repair: 'let one of them own it, and the others be tenants (`MeshNamespace.fromName`)',
  },
  {
    id: 'declared-twice',
    of: ({ contract }) => contract.services.map((s) => s.id),
    text: (name, files) => `\`${name}\` is declared by ${files}`,
    repair: 'declare it in one of them, and import it in the others',
  },
  {
    id: 'same-object',
    of: ({ contract }) => contract.objects,
    text: (name, files) => `\`${name}\` is written by ${files}`,
    repair: 'let one of them write it',
  },
];

/** A namespace, a service and an object have one App that writes them: applied in turn, each would undo the other. */
export const owners: SetRule = ({ members }) => OWNED.flatMap(({ id, of, text, repair }) => shared(members, of).map(({ name, holders }) => (
  finding(id, 'error', holders, text(name, holders.map((m) => m.file).join(' and ')), repair)
)));

/** An identity says nothing of its environment. */
export const trustDomains: SetRule = ({ members }) => {
  const meshes = members.filter(({ contract: { mesh } }) => mesh.platform === 'istio' && mesh.environment !== undefined);
  return meshes.flatMap((a, i) => meshes.slice(i + 1).flatMap((b) => sharedDomains(a, b)));
};

function sharedDomains(a: SetMember, b: SetMember): readonly ContractFinding[] {
  const [ours, theirs] = [a.contract.mesh, b.contract.mesh];
  if (ours.environment === theirs.environment) return [];
  const known = new Set([theirs.trustDomain, ...theirs.trustDomainAliases]);
  return [ours.trustDomain, ...ours.trustDomainAliases].filter((domain) => known.has(domain)).map((domain) => finding(
    'shared-trust-domain', 'error', [a, b],
    `environments \`${ours.environment}\` (${a.file}) and \`${theirs.environment}\` (${b.file}) share the trust domain \`${domain}\`: what has an identity in one has it in the other`,
    'give each environment a trust domain (`MeshProps.trustDomain`) and a certificate authority of its own',
  ));
}
