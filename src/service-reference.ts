import type { CallStatement, ICallTarget } from './call-target';
import type { ICaller } from './caller';
import type { ContractGrant } from './contract/contract-file';
import type { MeshService } from './mesh-service';
import type { CallerModel, ImportedServiceModel, PortAccessModel } from './model/model';
import { principalOf } from './model/names';
import { invalid, list, port as portNumber } from './private/arguments';
import type { Belonging } from './private/callers';
import type { Registry } from './private/registry';

/**
 * A service of another App, read from its contract: to allow as a caller, or to call.
 *
 * Emits nothing for the other App. As a caller it is admitted like a service of this App, by its identity, its pods and its data plane. As a
 * call target it opens the caller's own egress, through the target's waypoint if it has one; whether the call is accepted is declared and
 * proved by the other App.
 */
export class ServiceReference implements ICaller, ICallTarget {
  /** @internal */
  public static _of(registry: Registry, model: ImportedServiceModel, grants: readonly ContractGrant[]): ServiceReference {
    return new ServiceReference(registry, model, grants);
  }

  /** Namespace and name, `shop/catalog`. */
  public readonly id: string;

  /** Name of the service as a caller in reports: its id. */
  public readonly callerName: string;

  /** Name of the service as a call target in reports: its id. */
  public readonly targetName: string;

  private constructor(
    /** @internal */
    public readonly _registry: Registry,
    private readonly model: ImportedServiceModel,
    private readonly grants: readonly ContractGrant[],
  ) {
    this.id = this.callerName = this.targetName = model.id;
  }

  /**
   * Returns the service as a call target on the given ports. Without it a call opens the egress that the contract grants to the caller. With
   * it egress is opened even if the owner has not granted access yet, so either side can be declared first. `mesh-access contracts` reports
   * calls that only one side declares.
   *
   * Errors: `empty-list`, `invalid-port`, `unknown-port`.
   *
   * @param ports Ports of the service's Kubernetes Services.
   */
  public onPorts(...ports: number[]): ICallTarget {
    const wanted = list('ports', ports, portNumber);
    const access = wanted.flatMap((port) => this.portsOf(port));
    return { targetName: this.targetName, _recordCall: (caller, said) => this.record(caller, said, access) };
  }

  /** @internal */
  public _toCaller(): CallerModel {
    this._registry.declareImport(this.model);
    return { kind: 'service', service: this.id };
  }

  /** @internal */
  public _recordCall(caller: MeshService, said: CallStatement): void {
    const granted = this.grants.filter((g) => this.isFor(g, caller)).flatMap((g) => g.access);
    if (granted.length === 0) {
      throw invalid('call-not-granted', `\`${caller.id}\` calls \`${this.id}\`, which does not allow it in \`${this.model.contract}\``,
        'take the contract that does, or open this half first with `onPorts(…)`');
    }
    // Which of the requests, the callee decides; here only that they are requests counts, since those go through its waypoint.
    const access = granted.map(({ targetPort, protocol, http }) => ({ targetPort, protocol, ...(http === undefined ? {} : { http: [{}] }) }));
    this.record(caller, said, access);
  }

  /** @internal */
  public _refuseOtherApp(other: Belonging): void {
    if (other._registry !== this._registry) {
      throw invalid('other-app', `the contract of \`${this.id}\` was imported into another App than \`${other.node.path}\``, 'import it with the Mesh of this one');
    }
  }

  private record(caller: MeshService, said: CallStatement, access: readonly PortAccessModel[]): void {
    this._refuseOtherApp(caller);
    this._registry.declareImport(this.model);
    this._registry.declareCall({ caller: caller.id, callee: this.id, construct: caller.node.path, access, ...said });
  }

  private portsOf(port: number): readonly PortAccessModel[] {
    const all = this.model.kubernetesServices.flatMap((s) => s.ports);
    const found = all.filter((p) => p.port === port);
    if (found.length > 0) return found.map(({ targetPort, protocol }) => ({ targetPort, protocol }));
    const aimed = all.find((p) => p.targetPort === port);
    const numbers = [...new Set(all.map((p) => p.port))].map((p) => `\`${p}\``).join(', ');
    throw invalid('unknown-port', `\`${this.id}\` has no Service port \`${port}\` in \`${this.model.contract}\``,
      aimed !== undefined ? `\`${port}\` is a target port: write the Service port \`${aimed.port}\`` : numbers === '' ? 'it has none' : `use one of ${numbers}`);
  }

  /** A grant to anyone opens the callee, not the egress of whoever might call. */
  private isFor({ caller }: ContractGrant, { id, namespaceName, serviceAccountName }: MeshService): boolean {
    const { platform, trustDomain } = this._registry.mesh;
    if (caller.kind === 'namespace') return caller.namespace === namespaceName;
    if (platform === 'kubernetes') return caller.service === id;
    return caller.principal === principalOf(trustDomain, { namespace: namespaceName, serviceAccount: serviceAccountName });
  }
}
