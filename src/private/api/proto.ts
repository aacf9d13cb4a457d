import { parseProto } from '../../kept/proto';
import type { OperationModel } from '../../model/model';
import { invalid } from '../arguments';

/** Every call of a service is one request: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md. Annotations for HTTP are not read. */
export function protoOperations(path: string, content: string): readonly OperationModel[] {
  let schema: ReturnType<typeof parseProto>;
  try {
    schema = parseProto(content);
  } catch (error) {
    throw invalid('invalid-api', `${path}: ${(error as Error).message}`, 'give a file of proto2 or proto3 that `protoc` accepts');
  }
  const prefix = typeof schema.package === 'string' && schema.package !== '' ? `${schema.package}.` : '';
  const operations = (schema.services ?? []).flatMap((service) => service.methods.map((rpc): OperationModel => {
    const id = `${prefix}${service.name}/${rpc.name}`;
    return { id, method: 'POST', paths: [{ kind: 'exact', value: `/${id}` }] };
  }));
  if (operations.length === 0) throw invalid('invalid-api', `${path}: declares no service with an rpc`, 'give the file that does');
  return operations;
}
