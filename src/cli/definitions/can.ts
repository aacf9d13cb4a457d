import type { Command } from '../../kept/commander';
import { collect, manifestPaths, meshOptions, type MeshOptions, outputFormats } from '../options';
import type { Session } from '../session';

type Options = MeshOptions & import('../commands/can').CanOptions;

export function defineCan(root: Command, session: Session): void {
  question(root.command('can'), session)
    .description('answer one question, layer by layer; without --method, --path, --host, --header and a token it is about raw TCP');
}

export function defineExplain(root: Command, session: Session): void {
  question(root.command('explain'), session, { explain: true })
    .description('as `can`, with the rules that determine each layer and where they stand');
}

/** What is asked, in the words of case files. */
function question(command: Command, { io, finish }: Session, more: Pick<Options, 'explain'> = {}): Command {
  command
    .argument('<from>', 'namespace/serviceaccount, a SPIFFE identity, pod:namespace/name, or anonymous')
    .argument('<to>', 'namespace/service:port, pod:namespace/name:port, or host.example:port of a ServiceEntry or outside');
  return meshOptions(outputFormats(manifestPaths(command), 'text', 'json'))
    .option('--port <port>', 'port by number or name, where <to> has none')
    .option('--method <method>', 'HTTP method (default: GET)')
    .option('--path <path>', 'HTTP path (default: /)')
    .option('--host <host>', 'HTTP host (default: service.namespace)')
    .option('--header <name: value>', 'HTTP header; may be repeated', collect)
    .option('--token-issuer <issuer>', 'with a valid token of this issuer')
    .option('--token-subject <subject>', 'whom the token is about')
    .option('--token-audience <audience>', 'whom the token is for; may be repeated', collect)
    .option('--claim <name=value>', 'claim of the token, [realm][roles]=admin where it is nested; may be repeated', collect)
    .option('--invalid-token', 'with a token that has expired or that no issuer has signed')
    .option('--ip <address>', 'address of the caller, as the callee sees it')
    .option('--via <gateway>', 'through this port of a gateway: namespace/service:port, pod:namespace/name:port, or (Gateway API) namespace/gateway:port')
    .addHelpText('after', `
Examples:
  mesh-access ${command.name()} shop/frontend shop/catalog:3550 dist/ --method POST --path /shop.Catalog/ListProducts
  mesh-access ${command.name()} anonymous@203.0.113.7 shop/redis:6379 dist/
  mesh-access ${command.name()} anonymous@203.0.113.7 shop/frontend:80 dist/ --via istio-ingress/edge:443 --host shop.example.com

Exit code: 0 allow, 1 deny, 2 bad input, 3 undetermined.`)
    .action((from: string, to: string, paths: string[], options: Options) => {
      const { canCommand } = require('../commands/can') as typeof import('../commands/can');
      finish(canCommand(from, to, paths, { ...options, ...more }, io));
    });
}
