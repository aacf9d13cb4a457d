import { passesThrough, sidecarsFor } from '../../eval/cluster/sidecar-scope';
import type { WorkloadView } from '../../eval/types';
import type { CallerModel, EdgeModel, ServiceModel } from '../../model/model';
import type { Declaration } from '../declaration';
import type { Context } from '../knocks';
import { type Plane, planesOf } from '../planes';
import { podsText } from './network';
import { isOrdinary } from './pods';

/** Can statements say it, or does it change nothing? A field that is new to edges has to be thought about here. */
const SAYS: Readonly<Record<keyof EdgeModel, boolean>> = {
  id: true, callee: true, caller: true, access: true, reasons: true, constructs: true, expires: true, owners: true, grants: true, breakGlass: true,
  identityOf: true,
  sourceCidrs: false, pastProxy: false,
};
const UNSAID = (Object.keys(SAYS) as (keyof EdgeModel)[]).filter((field) => !SAYS[field]);

type Identity = Extract<CallerModel, { readonly kind: 'identity' }>;

/** Callers as statements name them: by their pods, and by their identity. */
export class Callers {
  private readonly declaration: Declaration;
  private readonly known = new Map<ServiceModel, boolean>();

  constructor(private readonly context: Pick<Context, 'declaration' | 'podsOf' | 'world'>) {
    this.declaration = context.declaration;
  }

  /** Pods that are named by their labels and, in a mesh, show the identity that is declared. */
  public areOrdinary(edge: EdgeModel): boolean {
    if (UNSAID.some((field) => edge[field] !== undefined)) return false;
    const { caller } = edge;
    switch (caller.kind) {
      case 'service': return this.isOrdinaryService(this.declaration.service(caller.service));
      case 'identity': return this.isOrdinaryIdentity(caller);
      default: return false;
    }
  }

  /** From ztunnel or a waypoint, to whatever address. */
  public sendHbone({ caller }: EdgeModel): boolean {
    return caller.kind === 'service' && planesOf(this.declaration.service(caller.service)).every((plane) => plane === 'ambient' || plane === 'waypoint');
  }

  private isOrdinaryIdentity({ pods, principal, dataPlane }: Identity): boolean {
    const { trustDomains, ambient } = this.declaration;
    return pods !== undefined && (trustDomains.length === 0 || trustDomains.includes(principal.split('/')[0])) && !(ambient && dataPlane === 'none');
  }

  private isOrdinaryService(service: ServiceModel): boolean {
    let known = this.known.get(service);
    if (known === undefined) {
      const planes: readonly Plane[] = planesOf(service);
      const isMeshed = this.declaration.model.mesh.platform === 'istio';
      known = planes.length === 1 && this.context.podsOf(service).every((w) => (
        isOrdinary(w) && this.sendsByScope(w) && (!isMeshed || (w.dataPlane !== 'none' && w.dataPlane === planes[0] && w.serviceAccount === service.serviceAccount))
      ));
      this.known.set(service, known);
    }
    return known;
  }

  /** What a proxy lets pass that it does not know loses its identity on the way. */
  private sendsByScope({ namespace, labels }: WorkloadView): boolean {
    const { world } = this.context;
    return sidecarsFor(world, namespace, labels).every((sidecar) => sidecar === undefined || passesThrough(world, sidecar) === 'no');
  }

  public podsOf(caller: CallerModel): string {
    if (caller.kind === 'service') {
      const { namespace, podLabels } = this.declaration.service(caller.service);
      return podsText(namespace, podLabels);
    }
    const { namespace, labels } = (caller as Identity).pods!;
    return podsText(namespace, labels);
  }

  public principalsOf(caller: CallerModel): readonly string[] {
    if (caller.kind === 'service') return this.declaration.principalsOf(caller.service);
    const [, ...rest] = (caller as Identity).principal.split('/');
    return this.declaration.trustDomains.map((t) => [t, ...rest].join('/'));
  }
}
