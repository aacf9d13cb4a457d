import type { HeaderModel, HttpAccessModel, PathModel, PortAccessModel, PortProtocol, ServiceModel } from '../model/model';
import { PREFLIGHT_HEADERS, takesOut, type TokenDemandModel, type TokensModel } from '../model/tokens';
import type { Problem } from '../model/problem';
import { byKey } from '../private/sorting';
import type { ConditionsDeclaration } from './declarations';
import { impossibleToken } from './impossible-token';
import type { Dated } from './in-force';
import { meetPaths } from './meet-paths';

type Complain = (problem: Pick<Problem, 'code' | 'message' | 'repair'>) => void;

const HTTP: ReadonlySet<PortProtocol> = new Set(['http', 'http2', 'grpc']);

const PREFLIGHT: readonly HeaderModel[] = PREFLIGHT_HEADERS.map((name) => ({ name, values: [{ kind: 'present' }] }));

/** What one grant gives, with the token that each request has to carry. */
export function withTokens(
  service: ServiceModel, access: readonly PortAccessModel[], { claims = [], issuers }: ConditionsDeclaration = {}, complain: Complain,
): PortAccessModel[] {
  const asked = claims.length > 0 || issuers !== undefined;
  const { tokens } = service;
  if (tokens === undefined) {
    if (asked) {
      complain({
        code: 'token-not-required',
        message: `\`${service.id}\` takes nobody's tokens, and a grant asks for what is in them`,
        repair: 'give the service `requireJwt`, or leave out `Condition.jwtClaim` and `Condition.jwtIssuer`',
      });
    }
    return [...access];
  }
  const demand = demandOf(service, tokens, { claims, ...(issuers === undefined ? {} : { issuers }) }, complain);
  return access.flatMap((port) => {
    if (!HTTP.has(port.protocol)) {
      complain({
        code: 'token-not-carried',
        message: `port \`${port.targetPort}\` of \`${service.id}\` is \`${port.protocol}\` and carries no token, which the service requires`,
        repair: 'grant its HTTP ports alone, and let the port be of a service of its own',
      });
      return [];
    }
    return [{ ...port, http: byKey((port.http ?? [{}]).flatMap((http) => {
      const without = [...(asked ? [] : excepted(service, tokens, http, complain)), ...(tokens.corsPreflight ? [preflight(http, tokens)] : [])];
      if (without.length === 0 && isPreflight(http)) complainOfPreflights(service, complain);
      const granted = [{ ...http, token: demand }, ...without];
      for (const { name } of granted.flatMap(({ headers = [] }) => headers)) complainOfHeader(service, tokens, name, complain);
      return granted;
    }), (http) => JSON.stringify(http)) }];
  });
}

function demandOf(service: ServiceModel, tokens: TokensModel, { claims = [], issuers }: ConditionsDeclaration, complain: Complain): TokenDemandModel {
  for (const issuer of issuers ?? []) {
    if (tokens.issuers.some((i) => i.issuer === issuer)) continue;
    complain({
      code: 'unknown-issuer',
      message: `\`${service.id}\` takes no tokens of issuer \`${issuer}\`, which a grant asks for`,
      repair: `use ${tokens.issuers.map((i) => `\`${i.issuer}\``).join(', ')}, or add it to \`requireJwt\``,
    });
  }
  const taken = issuers === undefined ? tokens.issuers : tokens.issuers.filter((i) => issuers.includes(i.issuer));
  const why = impossibleToken(taken, claims);
  if (why !== undefined && taken.length > 0) {
    complain({
      code: 'impossible-token',
      message: `a grant at \`${service.id}\` asks for a token that nobody can have: ${why}`,
      repair: 'conditions all must hold, and the values of one are alternatives: write one `Condition.jwtClaim` with every value that is meant',
    });
  }
  return { issuers: taken, claims, optional: false };
}

/** The part of what is granted that needs no token. One that is there has to be valid all the same. */
function excepted({ id }: ServiceModel, { except, issuers }: TokensModel, http: HttpAccessModel, complain: Complain): readonly HttpAccessModel[] {
  const inBoth = (path: PathModel, granted: PathModel): readonly PathModel[] => {
    const both = meetPaths(path, granted);
    if (both === 'overlap') {
      complain({
        code: 'overlapping-paths',
        message: `paths that need no token at \`${id}\`, \`${path.value}\`, are granted in part, by \`${granted.value}\`: what they have in common is no one path pattern`,
        repair: 'except paths that lie inside of what is granted, or around it',
      });
    }
    return typeof both === 'string' ? [] : [both];
  };
  const { paths } = http;
  const common = paths === undefined ? except : except.flatMap((path) => paths.flatMap((granted) => inBoth(path, granted)));
  if (common.length === 0) return [];
  return [{ ...http, paths: byKey(common, (p) => JSON.stringify(p)), token: { issuers, claims: [], optional: true } }];
}

/** Nobody looks for the token of a preflight, so that one that needs a token is refused whatever it carries. */
function isPreflight({ methods, headers = [] }: HttpAccessModel): boolean {
  return methods?.every((method) => method === 'OPTIONS') === true && PREFLIGHT.every(({ name }) => headers.some((h) => h.name === name));
}

function complainOfPreflights({ id }: ServiceModel, complain: Complain): void {
  complain({
    code: 'preflight-with-token',
    message: `nothing but CORS preflights is granted at \`${id}\`, which carry no token, and it requires one`,
    repair: 'give `requireJwt` `allowCorsPreflight: true`, or grant the requests that preflights ask about',
  });
}

/** A token that is not forwarded is taken out of the request, and its header with it, before anybody decides about headers. */
function complainOfHeader({ id }: ServiceModel, { issuers }: TokensModel, name: string, complain: Complain): void {
  const taking = issuers.filter((i) => takesOut(i, name));
  if (taking.length === 0) return;
  complain({
    code: 'header-taken-out',
    message: `a grant at \`${id}\` asks for header \`${name}\`, which is taken out with tokens of ${taking.map(({ issuer }) => `\`${issuer}\``).join(', ')} before grants are compared`,
    repair: 'give the issuer `forwardOriginalToken: true`, or ask for another header',
  });
}

/** Of any method that is granted: the preflight asks about it. */
function preflight({ paths, hosts }: HttpAccessModel, { issuers }: TokensModel): HttpAccessModel {
  return {
    methods: ['OPTIONS'],
    ...(paths === undefined ? {} : { paths }),
    ...(hosts === undefined ? {} : { hosts }),
    headers: PREFLIGHT,
    token: { issuers, claims: [], optional: true },
  };
}

/** Paths need no token until their day. After it they need one like all others. `name` is what reports call where they are. */
export function withExceptionsInForce<T extends { readonly tokens?: TokensModel; readonly construct: string }>(
  where: T, name: string, holds: (one: Dated, what: string) => boolean,
): T {
  const { tokens, construct } = where;
  if (tokens?.exception === undefined || holds({ ...tokens.exception, construct }, `what needs no token at ${name}`)) return where;
  const { issuers, corsPreflight } = tokens;
  return { ...where, tokens: { issuers, except: [], corsPreflight } };
}
