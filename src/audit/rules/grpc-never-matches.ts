import { matchesString } from '../../eval/matcher/string';
import type { Operation } from '../../manifest/kinds';
import type { AuditRule } from '../rule';
import { AUTHORIZATION } from '../sources';
import { grpcPorts } from './shared/grpc';

export const grpcNeverMatches: AuditRule = {
  id: 'grpc-never-matches',
  severity: 'warning',
  title: 'a rule for a gRPC port that no gRPC call meets',
  why: 'A gRPC call is a POST to `/package.Service/Method`. A rule for another method or path admits no call and denies none.',
  repair: 'write `methods: [POST]` or none, and paths like `/shop.Cart/GetCart` or `/shop.Cart/*`',
  sources: [AUTHORIZATION, 'https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests'],
  * find({ world, authorization }) {
    for (const policy of authorization) {
      const grpc = grpcPorts(world, policy);
      for (const { rule, ref } of policy.rules) {
        for (const [i, { operation }] of (rule.to ?? []).entries()) {
          const ports = operation.ports === undefined ? [...grpc.keys()] : operation.ports.map(Number);
          if (ports.length === 0 || !ports.every((port) => grpc.get(port) === true)) continue;
          for (const [field, value] of missing(operation)) {
            yield { at: { ...ref, path: `${ref.path}.to[${i}].operation.${field}` }, message: `\`${value}\` is of no gRPC call, and port ${ports.join(', ')} takes nothing else` };
          }
        }
      }
    }
  },
};

function* missing({ methods = [], paths = [] }: Operation): Iterable<readonly [field: string, value: string]> {
  if (methods.length > 0 && !methods.some((m) => matchesString(m, 'POST'))) yield ['methods', methods.join('`, `')];
  for (const path of paths) if (!/[*{]/.test(path) && !/^\/[^/]+\/[^/]+$/.test(path)) yield ['paths', path];
}
