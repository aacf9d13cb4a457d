import type { IConstruct } from 'constructs';
import type { DataClass } from './data-class';
import type { ExceptionOptions } from './exception-options';
import type { ExceptionKind } from './graph-elements';
import type { GuardrailSeverity, IGuardrail } from './guardrail';
import { builtIn } from './private/guardrails/built-in';
import { environmentsOf, exceptionKinds } from './private/guardrails/options';
import { callsBetweenEnvironments, NO_CALLS_BETWEEN_ENVIRONMENTS } from './private/guardrails/rules/no-calls-between-environments';
import { exceptionsWithoutExpiry, NO_EXCEPTION_WITHOUT_EXPIRY } from './private/guardrails/rules/no-exception-without-expiry';
import { exceptionsWithoutReason, NO_EXCEPTION_WITHOUT_REASON } from './private/guardrails/rules/no-exception-without-reason';
import { externalHostsWithoutReason, NO_EXTERNAL_HOST_WITHOUT_REASON } from './private/guardrails/rules/no-external-host-without-reason';
import { NO_PLAINTEXT, plaintext } from './private/guardrails/rules/no-plaintext';
import { NO_UNDECODED_PATHS, undecodedPaths } from './private/guardrails/rules/no-undecoded-paths';
import { NO_WILDCARD_CALLERS, wildcardCallers } from './private/guardrails/rules/no-wildcard-callers';
import { OWNER_REQUIRED, withoutOwner } from './private/guardrails/rules/owner-required';
import { suppress } from './private/guardrails/suppress';

/** What every built-in guardrail takes. */
export interface GuardrailOptions {
  /**
   * Its id; needed where one is added twice, for other data. Errors: `invalid-guardrail-id`.
   *
   * @default - that of the guardrail
   */
  readonly id?: string;

  /**
   * Services that hold data of one of these classes.
   *
   * @default - every service
   */
  readonly dataClasses?: DataClass[];

  /**
   * What its findings do.
   *
   * @default GuardrailSeverity.ERROR
   */
  readonly severity?: GuardrailSeverity;
}

/** What belongs to which environment. */
export interface EnvironmentsOptions extends GuardrailOptions {
  /**
   * Environments by namespace, `{ 'dev-*': 'dev' }`: a name, or a pattern with one `*` at its start or end; the longest that fits decides.
   * `environment` of a declared namespace goes before it.
   *
   * @default - only what declared namespaces say
   */
  readonly environments?: Record<string, string>;

  /**
   * Namespaces that serve every environment, such as those of gateways and monitoring: names or patterns as in `environments`.
   *
   * @default - none
   */
  readonly shared?: string[];
}

/** Which exceptions need an end. */
export interface ExceptionExpiryOptions extends GuardrailOptions {
  /**
   * What sorts.
   *
   * @default - all
   */
  readonly kinds?: ExceptionKind[];
}

/** Built-in guardrails, and how one is suppressed. They see what an own one sees, nothing more. */
export class Guardrails {
  /** No anyone, whole namespaces or wide blocks of addresses as callers of services (`no-wildcard-callers`). Gateways may be open to anyone. */
  public static noWildcardCallers(options?: GuardrailOptions): IGuardrail {
    return builtIn(NO_WILDCARD_CALLERS, options, wildcardCallers);
  }

  /** No calls of hosts outside the cluster, or of the API server, without a reason (`no-external-host-without-reason`). */
  public static noExternalHostWithoutReason(options?: GuardrailOptions): IGuardrail {
    return builtIn(NO_EXTERNAL_HOST_WITHOUT_REASON, options, externalHostsWithoutReason);
  }

  /**
   * No calls between namespaces of different environments, in either direction (`no-calls-between-environments`).
   *
   * The environment of a namespace is what it declares, else what `environments` says, else the mesh's. Once one end has an environment the
   * other must have one too, or be shared: what is not known is found. Callers that are known by address alone have no namespace and are
   * not judged; anyone is of every environment.
   */
  public static noCallsBetweenEnvironments(options?: EnvironmentsOptions): IGuardrail {
    const environments = environmentsOf(options);
    return builtIn(NO_CALLS_BETWEEN_ENVIRONMENTS, options, (graph, scope) => callsBetweenEnvironments(graph, scope, environments));
  }

  /**
   * No port that may carry plaintext, no scrape past the sidecar, and no call of a host outside the cluster by plain HTTP (`no-plaintext`).
   * TLS that the application ends itself (`ServicePort.https`, `tls`) is none; of `ExternalHost.tcp` nothing is known.
   */
  public static noPlaintext(options?: GuardrailOptions): IGuardrail {
    return builtIn(NO_PLAINTEXT, options, plaintext);
  }

  /** Every service has an `owner`, of its own or its namespace's (`owner-required`). */
  public static ownerRequired(options?: GuardrailOptions): IGuardrail {
    return builtIn(OWNER_REQUIRED, options, withoutOwner);
  }

  /** Every exception has a reason (`no-exception-without-reason`). */
  public static noExceptionWithoutReason(options?: GuardrailOptions): IGuardrail {
    return builtIn(NO_EXCEPTION_WITHOUT_REASON, options, exceptionsWithoutReason);
  }

  /** Every exception has an end that is not past (`no-exception-without-expiry`). */
  public static noExceptionWithoutExpiry(options?: ExceptionExpiryOptions): IGuardrail {
    const kinds = exceptionKinds(options);
    return builtIn(NO_EXCEPTION_WITHOUT_EXPIRY, options, (graph, scope) => exceptionsWithoutExpiry(graph, scope, kinds));
  }

  /**
   * No grants of paths by prefix on a mesh that does not decode `%2F`, unless it is acknowledged of the service or the mesh, with a reason,
   * that the backend does not either (`no-undecoded-paths`).
   */
  public static noUndecodedPaths(options?: GuardrailOptions): IGuardrail {
    return builtIn(NO_UNDECODED_PATHS, options, undecodedPaths);
  }

  /**
   * Take what a guardrail finds at a construct and below it as it is. Reports list it with its reason, and a suppression that suppresses
   * nothing as unused. After `expires` the finding counts again: that a rule holds is then decided anew, by whoever moves the day.
   *
   * Errors: `wrong-type`, `missing-mesh`, `missing-reason`, `invalid-date`, `invalid-guardrail-id`, at synth `missing-as-of`,
   * `unknown-guardrail`.
   *
   * @param construct Where the finding is: a service, a namespace, a chart.
   * @param guardrail Id of the guardrail.
   * @param options Why, until when, and who answers for it.
   */
  public static suppress(construct: IConstruct, guardrail: string, options: ExceptionOptions): void {
    suppress(construct, guardrail, options);
  }

  private constructor() {}
}
