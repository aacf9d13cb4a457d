import { ApiObject } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import type { AdoptedPort, AdoptedServiceProps } from '../adopted-service';
import type { Labels } from '../model/model';
import { PortMtls } from '../port-mtls';
import { sharedLabels } from '../resolve/adoption/pod-labels';
import type { WorkloadFact } from '../resolve/app-facts';
import type { AdoptionDeclaration } from '../resolve/declarations';
import { instance, invalid, list, optionalList, port, show, struct } from './arguments';
import { isList, ITEMS_APART } from './objects-below';
import { apiObjects, readAppFacts, readObjectsOf } from './read-back';
import { portException } from './service-model';

/** The kinds that make pods and are understood, by API group. https://kubernetes.io/docs/concepts/workloads/controllers/ */
const GROUPS: Readonly<Record<string, string>> = {
  Pod: '', Deployment: 'apps', ReplicaSet: 'apps', StatefulSet: 'apps', DaemonSet: 'apps', Job: 'batch', CronJob: 'batch', Rollout: 'argoproj.io',
};

/** What a service takes over. Its objects are known when it is declared, and what they say once the App is complete. */
export class Adoption {
  public static of(construct: string, root: IConstruct, workloads: unknown, given: Partial<AdoptedServiceProps>): Adoption {
    const objects = list('workloads', workloads, (what, v) => apiObjectsOf(what, v, construct, root, WORKLOADS)).flat();
    const services = optionalList('services', given.services, (what, v) => apiObjectsOf(what, v, construct, root, SERVICES));
    const exceptions = optionalList('portMtls', given.portMtls, exception) ?? [];
    return new Adoption([...new Set(objects)], services && [...new Set(services.flat())], exceptions);
  }

  private constructor(
    private readonly workloads: readonly ApiObject[],
    /** Undefined: whatever selects the pods. */
    public readonly services: readonly ApiObject[] | undefined,
    private readonly exceptions: AdoptionDeclaration['exceptions'],
  ) {}

  public get paths(): readonly string[] {
    return this.workloads.map((o) => o.node.path);
  }

  public get plaintext(): AdoptionDeclaration['exceptions'] {
    return this.exceptions;
  }

  public declaration(own: Pick<AdoptionDeclaration, 'ownServiceAccount' | 'ownPodLabels' | 'ownPorts'>): AdoptionDeclaration {
    const { services, exceptions } = this;
    const named = services === undefined ? {} : { kubernetesServices: services.map((o) => o.node.path) };
    return { workloads: this.paths, ...own, exceptions, ...named };
  }

  /** The account that the pods run under as the workloads stand now. */
  public serviceAccountName(): string {
    return this.read()[0].serviceAccountName;
  }

  /** Labels that the pods share as the workloads stand now. */
  public podLabels(): Labels {
    return sharedLabels(this.read());
  }

  private read(): readonly WorkloadFact[] {
    // A Rollout may have its pods from another workload of the App.
    const others = this.workloads.some((o) => o.kind === 'Rollout');
    const { workloads, problems } = others ? readAppFacts(apiObjects(this.workloads[0].node.root), false) : readObjectsOf(this.workloads);
    if (problems.length > 0) throw new Error(problems.join('\n'));
    return workloads.filter(({ construct }) => this.paths.includes(construct));
  }
}

interface Wanted {
  is(object: ApiObject): boolean;
  /** `what` has none of it. */
  lacking(what: string): Error;
}

const WORKLOADS: Wanted = {
  is: isWorkload,
  lacking: (what) => invalid(
    'unsupported-workload',
    `${what} no workload whose pods are understood`,
    `pass what makes a ${Object.keys(GROUPS).join(', ')}; for pods that something else makes declare a MeshService with \`deployedElsewhere\``,
  ),
};

const SERVICES: Wanted = {
  is: isService,
  lacking: (what) => invalid('unsupported-service', `${what} no Kubernetes Service`, 'pass the construct or ApiObject that makes it'),
};

/** An ApiObject itself, or those below a construct: of cdk8s-plus in any version, an L1, an Include, a Helm chart. */
function apiObjectsOf(what: string, value: unknown, construct: string, root: IConstruct, wanted: Wanted): readonly ApiObject[] {
  if (!Construct.isConstruct(value)) throw invalid('wrong-type', `${what} must be a construct, got ${show(value)}`, 'pass what makes the objects');
  if (value.node.root !== root) throw invalid('other-app', `\`${value.node.path}\` belongs to another App than \`${construct}\``, 'pass what is in this App');
  const all = value.node.findAll().filter((c): c is ApiObject => ApiObject.isApiObject(c));
  const found = all.filter(wanted.is);
  if (found.length > 0) return found;
  const path = `\`${value.node.path}\``;
  if (all.some(isList)) throw invalid('unsupported-list', `${what}, ${path}, makes a \`List\`, whose items are no objects of their own`, ITEMS_APART);
  const kinds = [...new Set(all.map((o) => `\`${o.apiVersion} ${o.kind}\``))].sort();
  throw wanted.lacking(`${what}, ${path}, makes ${kinds.length === 0 ? 'no objects:' : `${kinds.join(', ')}:`}`);
}

function isWorkload({ kind, apiGroup }: ApiObject): boolean {
  return Object.hasOwn(GROUPS, kind) && groupOf(apiGroup) === GROUPS[kind];
}

/** As it stands now: no waypoint stands before it, and a policy that is bound to it would be enforced nowhere. */
export function isHeadless(service: ApiObject): boolean {
  const { spec } = service.toJson() as { readonly spec?: { readonly clusterIP?: unknown } };
  return spec?.clusterIP === 'None';
}

function isService({ kind, apiGroup }: ApiObject): boolean {
  return kind === 'Service' && groupOf(apiGroup) === '';
}

/** cdk8s calls the group of Pods and Services `core`. */
function groupOf(apiGroup: string): string {
  return apiGroup === 'core' ? '' : apiGroup;
}

function exception(what: string, value: unknown): AdoptionDeclaration['exceptions'][number] {
  const given = struct(what, value as AdoptedPort);
  const mtls = instance(`${what}.mtls`, given.mtls, PortMtls, 'write `PortMtls.permissive({ reason })`');
  return portException(port(`${what}.targetPort`, given.targetPort), mtls);
}
