import type { IConstruct } from 'constructs';
import type { DataClass } from './data-class';
import type { ExceptionOptions } from './exception-options';
import type { ExceptionKind } from './graph-elements';
import type { GuardrailSeverity, IGuardrail } from './guardrail';
import { builtIn } from './private/guardrails/built-in';
import { environmentsOf, exceptionKinds } from './private/guardrails/options';
import { acknowledgedObjects, NO_ACKNOWLEDGED_OBJECTS } from './private/guardrails/rules/no-acknowledged-objects';
import { callsBetweenEnvironments, NO_CALLS_BETWEEN_ENVIRONMENTS } from './private/guardrails/rules/no-calls-between-environments';
import { exceptionsWithoutExpiry, NO_EXCEPTION_WITHOUT_EXPIRY } from './private/guardrails/rules/no-exception-without-expiry';
import { exceptionsWithoutReason, NO_EXCEPTION_WITHOUT_REASON } from './private/guardrails/rules/no-exception-without-reason';
import { externalHostsWithoutReason, NO_EXTERNAL_HOST_WITHOUT_REASON } from './private/guardrails/rules/no-external-host-without-reason';
import { NO_PLAINTEXT, plaintext } from './private/guardrails/rules/no-plaintext';
import { NO_UNDECODED_PATHS, undecodedPaths } from './private/guardrails/rules/no-undecoded-paths';
import { NO_WILDCARD_CALLERS, wildcardCallers } from './private/guardrails/rules/no-wildcard-callers';
import { OWNER_REQUIRED, withoutOwner } from './private/guardrails/rules/owner-required';
import { suppress } from './private/guardrails/suppress';

/** Options of every built-in guardrail. */
export interface GuardrailOptions {
  /**
   * Id of the guardrail. Set it to add the same guardrail twice, for different data. Errors: `invalid-guardrail-id`.
   *
   * @default - the guardrail's own id
   */
  readonly id?: string;

  /**
   * Restricts the guardrail to services that hold data of one of these classes.
   *
   * @default - every service
   */
  readonly dataClasses?: DataClass[];

  /**
   * Effect of the findings.
   *
   * @default GuardrailSeverity.ERROR
   */
  readonly severity?: GuardrailSeverity;
}

/** Options of `Guardrails.noCallsBetweenEnvironments`. */
export interface EnvironmentsOptions extends GuardrailOptions {
  /**
   * Environments by namespace, `{ 'dev-*': 'dev' }`. Keys are names, or patterns with one `*` at the start or end; the longest match wins.
   * The `environment` of a declared namespace takes precedence.
   *
   * @default - only what declared namespaces state
   */
  readonly environments?: Record<string, string>;

  /**
   * Namespaces that serve every environment, such as those of gateways and monitoring: names, or patterns as in `environments`.
   *
   * @default - none
   */
  readonly shared?: string[];
}

/** Options of `Guardrails.noExceptionWithoutExpiry`. */
export interface ExceptionExpiryOptions extends GuardrailOptions {
  /**
   * Kinds of exceptions that need a last day.
   *
   * @default - all
   */
  readonly kinds?: ExceptionKind[];
}

/** Built-in guardrails, and how to suppress their findings. They see the same graph as a custom guardrail, nothing more. */
export class Guardrails {
  /** Forbids `Anyone`, whole namespaces and wide CIDR blocks as callers of services (`no-wildcard-callers`). Gateways may be open to anyone. */
  public static noWildcardCallers(options?: GuardrailOptions): IGuardrail {
    return builtIn(NO_WILDCARD_CALLERS, options, wildcardCallers);
  }

  /** Forbids calls to hosts outside the cluster, or to the API server, without a reason (`no-external-host-without-reason`). */
  public static noExternalHostWithoutReason(options?: GuardrailOptions): IGuardrail {
    return builtIn(NO_EXTERNAL_HOST_WITHOUT_REASON, options, externalHostsWithoutReason);
  }

  /**
   * Forbids calls between namespaces of different environments, in either direction (`no-calls-between-environments`).
   *
   * A namespace's environment is the one it declares, else the one in `environments`, else the mesh's. If one end has an environment, the
   * other must have one too, or be shared: an unknown environment is a finding. Callers identified by address alone have no namespace and are
   * not checked; `Anyone` belongs to every environment.
   */
  public static noCallsBetweenEnvironments(options?: EnvironmentsOptions): IGuardrail {
    const environments = environmentsOf(options);
    return builtIn(NO_CALLS_BETWEEN_ENVIRONMENTS, options, (graph, scope) => callsBetweenEnvironments(graph, scope, environments));
  }

  /**
   * Forbids ports that may carry plaintext, scrapes that bypass the sidecar, and calls to hosts outside the cluster over plain HTTP
   * (`no-plaintext`). TLS that the application terminates (`ServicePort.https`, `tls`) is not plaintext; for `ExternalHost.tcp` it is
   * unknown, and there is no finding.
   */
  public static noPlaintext(options?: GuardrailOptions): IGuardrail {
    return builtIn(NO_PLAINTEXT, options, plaintext);
  }

  /** Requires an `owner` for every service, its own or its namespace's (`owner-required`). */
  public static ownerRequired(options?: GuardrailOptions): IGuardrail {
    return builtIn(OWNER_REQUIRED, options, withoutOwner);
  }

  /** Requires a reason for every exception (`no-exception-without-reason`). */
  public static noExceptionWithoutReason(options?: GuardrailOptions): IGuardrail {
    return builtIn(NO_EXCEPTION_WITHOUT_REASON, options, exceptionsWithoutReason);
  }

  /** Requires every exception to have a last day that is not in the past (`no-exception-without-expiry`). */
  public static noExceptionWithoutExpiry(options?: ExceptionExpiryOptions): IGuardrail {
    const kinds = exceptionKinds(options);
    return builtIn(NO_EXCEPTION_WITHOUT_EXPIRY, options, (graph, scope) => exceptionsWithoutExpiry(graph, scope, kinds));
  }

  /**
   * Forbids grants of paths other than exact ones on a mesh that does not decode `%2F`, unless somebody acknowledged for the service or the
   * mesh, with a reason, that the backend does not decode it either (`no-undecoded-paths`).
   */
  public static noUndecodedPaths(options?: GuardrailOptions): IGuardrail {
    return builtIn(NO_UNDECODED_PATHS, options, undecodedPaths);
  }

  /**
   * Forbids acknowledging a policy that somebody else wrote (`Mesh.acknowledgeObject`) and that may open a service
   * (`no-acknowledged-objects`). Which services it may open is judged by its namespace; a DestinationRule, ServiceEntry or VirtualService, and
   * an Istio policy of the root namespace, may open any.
   */
  public static noAcknowledgedObjects(options?: GuardrailOptions): IGuardrail {
    return builtIn(NO_ACKNOWLEDGED_OBJECTS, options, acknowledgedObjects);
  }

  /**
   * Suppresses the findings of a guardrail at a construct and below it. Reports list each suppression with its reason, and list a suppression
   * without findings as unused. After `expires` the findings count again, so that whoever extends the day decides anew.
   *
   * Errors: `wrong-type`, `missing-mesh`, `missing-reason`, `invalid-date`, `invalid-guardrail-id`, at synth `missing-as-of`,
   * `unknown-guardrail`.
   *
   * @param construct Construct with the finding: a service, a namespace, a chart.
   * @param guardrail Id of the guardrail.
   * @param options The reason, the last day, and who is responsible.
   */
  public static suppress(construct: IConstruct, guardrail: string, options: ExceptionOptions): void {
    suppress(construct, guardrail, options);
  }

  private constructor() {}
}
