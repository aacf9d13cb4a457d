import { readFileSync } from 'node:fs';
import { basename, isAbsolute } from 'node:path';
import type { ContractFile, ContractNamespace } from './contract/contract-file';
import { contractProblems } from './contract/problems';
import { foreignFact } from './contract/foreign';
import { readContract } from './contract/read';
import { meshOf } from './contract/write';
import { didYouMean } from './eval/ask/nearest';
import { Mesh } from './mesh';
import type { ImportedServiceModel } from './model/model';
import { instance, invalid, text } from './private/arguments';
import { importedService } from './private/imported-service';
import { ServiceReference } from './service-reference';

/**
 * The contract of another App: the `contract.json` that its synth writes beside its manifests, read into typed references.
 *
 * Commit the file in the repository that reads it, or fetch it from where the other repository publishes it: synth depends on its exact
 * content, so a changed contract shows up as a diff. Reading is strict: an unknown key, another version, or a contract of another mesh,
 * cluster or environment is refused. Nothing listed in the contract is emitted here.
 *
 * The statements of a contract are taken as facts (the assumption `contracts-are-current`); `mesh-access contracts` compares them with the
 * other App's current contract.
 */
export class MeshContract {
  /**
   * Reads the contract in a file.
   *
   * Errors: `invalid-contract` (every problem of the file, with its place), `foreign-contract`.
   *
   * @param mesh The mesh of the App that reads the contract.
   * @param path Path of the file, relative to the working directory. Reports show it as given, and of an absolute path only the last part.
   */
  public static fromFile(mesh: Mesh, path: string): MeshContract {
    instance('mesh', mesh, Mesh, 'pass the App\'s `Mesh`');
    const given = text('path', path);
    const file = isAbsolute(given) ? basename(given) : given;
    const { contract, problems } = readContract(contentOf(given));
    if (contract === undefined) throw invalid('invalid-contract', `\`${given}\` cannot be imported`, contractProblems(file, problems).join('\n'));
    const foreign = foreignFact(contract.mesh, meshOf(mesh._registry.mesh));
    if (foreign !== undefined) throw invalid('foreign-contract', `\`${given}\` is of ${foreign.theirs}, and the mesh of this App is of ${foreign.own}`, foreign.repair);
    mesh._registry.declareContract({ file, services: contract.services.map((s) => importedService(s, file)), objects: contract.objects });
    return new MeshContract(mesh, file, contract);
  }

  private constructor(
    private readonly mesh: Mesh,
    /** Name of the contract in reports. */
    public readonly file: string,
    private readonly contract: ContractFile,
  ) {}

  /** Ids of the services that can be referenced, `shop/catalog` and so on, sorted. */
  public get serviceIds(): string[] {
    return this.contract.services.map((s) => s.id);
  }

  /**
   * Returns a reference to a service of the other App, to call it or to allow it as a caller.
   *
   * Errors: `unknown-service`, `unproved-contract`.
   *
   * @param id Namespace and name of the service, `shop/catalog`.
   */
  public service(id: string): ServiceReference {
    const wanted = text('id', id);
    const found = this.contract.services.find((s) => s.id === wanted);
    if (found === undefined) {
      throw invalid('unknown-service', `\`${this.file}\` has no service \`${wanted}\``, didYouMean(wanted, this.serviceIds, 'take the contract of the App that declares it'));
    }
    if (this.contract.proof === undefined) {
      throw invalid('unproved-contract', `\`${this.file}\` was written by a synth that proved nothing, so that \`${wanted}\` may not be as it says`,
        'let the App that declares it prove (`MeshProps.prove`)');
    }
    const model: ImportedServiceModel = importedService(found, this.file);
    return ServiceReference._of(this.mesh._registry, model, this.contract.grants.filter((g) => g.callee === wanted));
  }

  /**
   * What the contract states about a namespace that its App owns.
   *
   * @internal
   */
  public _namespace(name: string): ContractNamespace {
    const { namespaces, proof } = this.contract;
    const owned = namespaces.filter((n) => n.owned);
    const found = owned.find((n) => n.name === name);
    if (found === undefined) {
      throw invalid('unknown-namespace', `\`${this.file}\` is of an App that does not own the namespace \`${name}\``,
        didYouMean(name, owned.map((n) => n.name), 'take the contract of the App with its `MeshNamespace`'));
    }
    if (proof === undefined) {
      throw invalid('unproved-contract', `\`${this.file}\` was written by a synth that proved nothing, so that it does not show that \`${name}\` is isolated`,
        'let the App of the owner prove (`MeshProps.prove`)');
    }
    return found;
  }

  /** @internal */
  public _isOf(mesh: Mesh): boolean {
    return this.mesh === mesh;
  }
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw invalid('invalid-contract', `\`${path}\` cannot be read`, 'give the path of a contract, relative to the working directory');
  }
}
