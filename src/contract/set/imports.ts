import { nearest } from '../../manifest/schema/nearest';
import type { ContractService } from '../contract-file';
import { foreignFact } from '../foreign';
import { differences } from './differences';
import { type ContractFinding, type ContractSet, finding, type SetMember, type SetRule } from './finding';
import { portOf } from './ports';

/** What an importer's policies rest on, and what else a contract says of a service. */
const IDENTITY = ['principal', 'serviceAccount', 'formerAccounts', 'sharedIdentity', 'podLabels', 'dataPlane', 'migratingFrom', 'waypoint'] as const satisfies readonly (keyof ContractService)[];
const CONTENT = ['ports', 'kubernetesServices', 'excludedInboundPorts', 'foreign'] as const satisfies readonly (keyof ContractService)[];

/** What was imported is there, and is what it was. */
export const imports: SetRule = (set) => set.members.flatMap((member) => (
  member.contract.imports.services.flatMap((taken) => judged(set, member, taken))
));

function judged(set: ContractSet, member: SetMember, taken: ContractService): readonly ContractFinding[] {
  const declarer = set.declarer(taken.id, member) ?? set.members.find((m) => m !== member && m.contract.services.some((s) => s.id === taken.id));
  const now = declarer?.contract.services.find((s) => s.id === taken.id);
  if (declarer === undefined || now === undefined) return [absent(set.members, member, taken)];
  const both = [member, declarer];
  const foreign = foreignFact(declarer.contract.mesh, member.contract.mesh);
  if (foreign !== undefined) {
    const message = `${member.file} imports \`${taken.id}\` from ${declarer.file}, which is of ${foreign.theirs}, and itself is of ${foreign.own}`;
    return [finding('different-mesh', 'error', both, message, foreign.repair)];
  }
  const again = `import ${declarer.file} again, synthesize and apply; until then ${member.file} stands for what \`${taken.id}\` was`;
  const moved = differences(IDENTITY, whoever(taken), whoever(now)).join('; ');
  const stale = differences(CONTENT, taken, now).join('; ');
  return [
    ...unknownPorts(member, declarer, now),
    ...(moved === '' ? [] : [finding('moved-identity', 'error', both, `\`${taken.id}\` is not what ${member.file} imported: ${moved}`, again)]),
    ...(stale === '' ? [] : [finding('stale-import', 'warning', both, `of \`${taken.id}\` ${member.file} has an older contract: ${stale}`, again)]),
  ];
}

/** With whom it shares its identity and for whom it is taken until when matters to an importer, and not why. */
function whoever({ sharedIdentity, formerAccounts, ...service }: ContractService): Readonly<Partial<Record<(typeof IDENTITY)[number], unknown>>> {
  return {
    ...service,
    ...(sharedIdentity === undefined ? {} : { sharedIdentity: sharedIdentity.services }),
    ...(formerAccounts === undefined ? {} : { formerAccounts: formerAccounts.map(({ serviceAccount, expires }) => ({ serviceAccount, expires })) }),
  };
}

function absent(members: readonly SetMember[], member: SetMember, { id, namespace }: ContractService): ContractFinding {
  const neighbours = members.filter((m) => m !== member && m.contract.namespaces.some((n) => n.name === namespace));
  if (neighbours.length === 0) {
    const message = `${member.file} imports \`${id}\`, which none of these contracts declares`;
    return finding('missing-contract', 'warning', [member], message, 'check it together with the contract of its App');
  }
  const close = nearest(id, neighbours.flatMap((m) => m.contract.services.map((s) => s.id)));
  const files = neighbours.map((m) => m.file).join(' and ');
  return finding(
    'unknown-service', 'error', [member, ...neighbours],
    `${member.file} imports \`${id}\`, which ${files} ${neighbours.length === 1 ? 'does' : 'do'} not declare`,
    close === undefined ? 'take its calls and grants back, or ask the owners of the namespace' : `did you mean \`${close}\`?`,
  );
}

/** A call to a port that has gone, whatever was granted there. */
function unknownPorts(member: SetMember, declarer: SetMember, now: ContractService): readonly ContractFinding[] {
  const has = new Set(now.ports.map(portOf));
  const named = ({ targetPort, protocol }: ContractService['ports'][number]): string => `\`${targetPort}\` (${protocol})`;
  const repair = has.size === 0 ? 'take the call back' : `call one of ${now.ports.map(named).join(', ')}`;
  const calls = member.contract.calls.filter((c) => c.callee === now.id);
  return calls.flatMap((call) => (call.ports ?? []).filter((p) => !has.has(portOf(p))).map((p) => (
    finding(
      'unknown-port', 'error', [member, declarer],
      `\`${call.caller}\` (${member.file}) calls pod port \`${p.targetPort}\` (${p.protocol}) of \`${now.id}\`, which ${declarer.file} does not have`, repair,
    )
  )));
}
