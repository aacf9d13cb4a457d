import { Access } from './access';
import { nearest } from './manifest/schema/nearest';
import type { ApiModel, OperationModel } from './model/model';
import { ApiFile, readApiFile } from './private/api/api-file';
import { openApiOperations } from './private/api/open-api';
import { operationText, takesIn, takesInUnusable } from './private/api/operation';
import { protoOperations } from './private/api/proto';
import { invalid, list, optionalList, port, struct, text } from './private/arguments';
import { sortedUnique } from './private/sorting';

/** Options of `Api.operations`. */
export interface ApiGrantOptions {
  /**
   * Service ports (not target ports).
   *
   * @default - every port that can carry the operations: `ServicePort.http`, `http2` or `grpc`; for a `.proto` file `grpc` or `http2`
   */
  readonly ports?: number[];
}

/**
 * The operations that a service offers according to its API document. Grants refer to operations by name, so an operation that is renamed or
 * removed in the document becomes an error here.
 *
 * If the service lists the document in `MeshServiceProps.apis`, the report also lists each operation that nobody may call, and each grant of
 * requests that no document describes. The document is read when `fromOpenApi` or `fromProto` is called. It grants nothing: nobody may call
 * an operation until a grant allows it.
 */
export class Api {
  /**
   * Reads the operations of an OpenAPI document, 3.0 or 3.1, YAML or JSON, in one file (a path item may be a `$ref` within the file).
   *
   * An operation is named by its `operationId`, or `GET /products/{id}` if it has none. A path parameter matches one non-empty segment; the
   * base path of each of the `servers` is put in front. Query, headers and bodies are ignored: the mesh can only grant paths and methods.
   *
   * Errors: `unreadable-api`, `invalid-api` (every mistake in the document, with file, line and column).
   *
   * @see https://spec.openapis.org/oas/v3.1.1.html
   * @param file Path of the document, relative to the working directory.
   */
  public static fromOpenApi(file: string): Api {
    const { path, content } = readApiFile('file', file);
    const document = new ApiFile(path, content);
    const found = openApiOperations(document);
    document.done();
    return new Api('http', { file: path, ...found });
  }

  /**
   * Reads the rpcs of a Protocol Buffers file (proto2, proto3 or an edition), named `shop.Catalog/GetProduct`. Each rpc, streaming ones
   * included, is one POST to that path. HTTP annotations are ignored: they are meant for a gateway that transcodes. Imports are not followed:
   * services in another file are another document.
   *
   * Errors: `unreadable-api`, `invalid-api`.
   *
   * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
   * @param file Path of the document, relative to the working directory.
   */
  public static fromProto(file: string): Api {
    const { path, content } = readApiFile('file', file);
    return new Api('grpc', { file: path, operations: protoOperations(path, content), unusable: [] });
  }

  private constructor(
    private readonly carrier: 'http' | 'grpc',
    /** @internal */
    public readonly _model: ApiModel,
  ) {}

  /** Names of all operations that can be granted, sorted. */
  public get operationIds(): string[] {
    return sortedUnique(this._model.operations.map((o) => o.id));
  }

  /**
   * Returns access to the given operations, for `AllowOptions.access`: one `Access` per HTTP method among them.
   *
   * Errors: `empty-list`, `unknown-operation`, `unusable-operation` (a parameter that is not a whole segment), `overlapping-operation`
   * (its parameters also take in requests of another operation: name both, because the mesh cannot tell them apart).
   *
   * @param ids At least one name from `operationIds`.
   * @param options Ports on which the operations are granted.
   */
  public operations(ids: string[], options: ApiGrantOptions = {}): Access[] {
    const named = list('operations', ids, (what, value) => this.find(text(what, value)));
    for (const operation of named) this.refuseOverlap(operation, named);
    const ports = optionalList('ports', struct('options of operations', options).ports, port);
    return sortedUnique(named.map((o) => o.method)).map((method) => (
      Access._operations(this.carrier, method, named.filter((o) => o.method === method).flatMap((o) => o.paths), ports)
    ));
  }

  private find(id: string): OperationModel {
    const found = this._model.operations.find((o) => o.id === id);
    if (found !== undefined) return found;
    const { file } = this._model;
    const unusable = this._model.unusable.find((o) => o.id === id);
    if (unusable !== undefined) throw invalid('unusable-operation', `\`${id}\` of \`${file}\` cannot be granted as it is`, unusable.because);
    const meant = nearest(id, this.operationIds);
    throw invalid('unknown-operation', `\`${file}\` has no operation \`${id}\``, meant === undefined ? 'name one of `operationIds`' : `did you mean \`${meant}\``);
  }

  private refuseOverlap(operation: OperationModel, named: readonly OperationModel[]): void {
    const { file, operations, unusable } = this._model;
    const refused = (other: string, repair: string): Error => invalid('overlapping-operation', `${operationText(operation)} of \`${file}\` takes in requests of ${other}`, repair);
    const other = operations.find((o) => !named.includes(o) && takesIn(operation, o));
    if (other !== undefined) throw refused(operationText(other), `name \`${other.id}\`, too, or grant paths with \`Access.http\``);
    const beside = unusable.find((o) => takesInUnusable(operation, o));
    if (beside !== undefined) {
      const [path] = beside.paths;
      const request = `${beside.method} ${path}`;
      throw refused(beside.id === request ? beside.id : `${beside.id} (${request})`, 'it cannot be named: grant paths with `Access.http`, which says that both are meant');
    }
  }
}
