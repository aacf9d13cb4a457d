import { parseProto } from '../../kept/proto';
import type { OperationModel } from '../../model/model';
import { invalid } from '../arguments';
import { protoText } from './proto-text';

/** What a name in a path of a call is made of; anything else, a `*` above all, would be another path. */
const NAME = /^[A-Za-z_]\w*$/;
const PACKAGE = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;

/** Every call of a service is one request: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md. Annotations for HTTP are not read. */
export function protoOperations(path: string, content: string): readonly OperationModel[] {
  const { text, problem } = protoText(content);
  if (problem !== undefined) throw refused(`${path}:${problem}`);
  const schema: Partial<ReturnType<typeof parseProto>> = text === '' ? {} : parsed(path, text);
  const names = schema.package ?? '';
  if (names !== '' && !PACKAGE.test(names)) throw refused(`${path}: \`${names}\` is no name of a package`);
  if ((text.match(/(?:^|; |} )package /g) ?? []).length > 1) throw refused(`${path}: has more than one \`package\``);
  const prefix = names === '' ? '' : `${names}.`;
  const operations = (schema.services ?? []).flatMap((service) => service.methods.map((rpc): OperationModel => {
    const id = `${prefix}${service.name}/${rpc.name}`;
    for (const name of [service.name, rpc.name]) if (!NAME.test(name)) throw refused(`${path}: \`${name}\` is no name of a service or rpc`);
    return { id, method: 'POST', paths: [{ kind: 'exact', value: `/${id}` }] };
  }));
  if (operations.length === 0) throw invalid('invalid-api', `${path}: declares no service with an rpc`, 'give the file that does');
  const twice = operations.find(({ id }, i) => operations.findIndex((other) => other.id === id) < i);
  if (twice !== undefined) throw refused(`${path}: \`${twice.id}\` is declared twice`);
  return operations;
}

function parsed(path: string, text: string): ReturnType<typeof parseProto> {
  try {
    return parseProto(text);
  } catch (error) {
    throw refused(`${path}: ${(error as Error).message}`);
  }
}

function refused(problem: string): Error {
  return invalid('invalid-api', problem, 'give a file of proto2, proto3 or an edition that `protoc` accepts');
}
