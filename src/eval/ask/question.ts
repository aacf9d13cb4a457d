import type { HttpRequest } from '../types';
import { tokenText } from './token';

/** Who calls, in people's words. Each may add the address that the callee sees. */
export type CallerQuestion
  = | { readonly kind: 'service-account'; readonly namespace: string; readonly name: string; readonly ip?: string }
  /** SPIFFE id without scheme. */
    | { readonly kind: 'principal'; readonly principal: string; readonly ip?: string }
  /** Plaintext: whoever it is, no identity arrives. */
    | { readonly kind: 'anonymous'; readonly ip?: string }
  /** A Pod, or the workload that makes it. */
    | { readonly kind: 'pod'; readonly namespace: string; readonly name: string; readonly ip?: string };

/** What is called, in people's words. */
export type TargetQuestion
  /** The Service's port, by number or name. */
  = | { readonly kind: 'service'; readonly namespace: string; readonly name: string; readonly port: number | string }
  /** The port of the pod itself. */
    | { readonly kind: 'pod'; readonly namespace: string; readonly name: string; readonly port: number };

/** A host that is no Service of the cluster: of a ServiceEntry, or of nobody known. */
export interface HostQuestion {
  readonly kind: 'host';
  readonly host: string;
  readonly port: number;
  /** Where the name leads; left out: not known. */
  readonly ip?: string;
}

export interface Question {
  readonly from: CallerQuestion;
  readonly to: TargetQuestion | HostQuestion;
  /** The port of a gateway that the caller dials instead, by its Service, its pod or (Gateway API) its Gateway. Left out: it dials the target. */
  readonly via?: TargetQuestion;
  /** Left out: bytes on a connection. A field left out of it gets the default of `./request`. */
  readonly request?: Partial<HttpRequest>;
}

export function callerText(from: CallerQuestion): string {
  return from.ip === undefined ? callerName(from) : `${callerName(from)}@${from.ip}`;
}

function callerName(from: CallerQuestion): string {
  switch (from.kind) {
    case 'service-account': return `${from.namespace}/${from.name}`;
    case 'principal': return from.principal;
    case 'anonymous': return 'anonymous';
    case 'pod': return `pod:${from.namespace}/${from.name}`;
  }
}

export function targetText(to: TargetQuestion | HostQuestion): string {
  if (to.kind === 'host') return `${to.host}${to.ip === undefined ? '' : `@${to.ip}`}:${to.port}`;
  return `${to.kind === 'pod' ? 'pod:' : ''}${to.namespace}/${to.name}:${to.port}`;
}

/** `shop/frontend -> shop/catalog:3550 POST /shop.Catalog/ListProducts`. */
export function questionText({ from, to, via, request }: Question): string {
  const http = request === undefined ? [] : [request.method ?? 'GET', request.path ?? '/', ...(request.token === undefined ? [] : [tokenText(request.token)])];
  const host = via === undefined || request?.host === undefined ? [] : [`host=${request.host}`];
  return [`${callerText(from)} -> ${via === undefined ? '' : `${targetText(via)} -> `}${targetText(to)}`, ...http, ...host].join(' ');
}
