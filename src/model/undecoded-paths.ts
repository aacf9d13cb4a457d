import type { MeshModel, PortAccessModel } from './model';

/**
 * Grants of paths below which something else is: a backend that takes `%2F` for `/` serves more than is granted.
 * A gRPC server looks a method up by its whole path and decodes nothing: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */
export function hasOpenPaths({ protocol, http = [] }: PortAccessModel): boolean {
  return protocol !== 'grpc' && http.some(({ paths = [] }) => paths.some(({ kind }) => kind !== 'exact'));
}

export function decodesSlashes({ pathNormalization }: Pick<MeshModel, 'pathNormalization'>): boolean {
  return pathNormalization === 'DECODE_AND_MERGE_SLASHES';
}
