import type { Metadata } from '../kinds';
import type { Findings } from '../schema/finding';
import { show } from '../schema/show';

/** https://istio.io/latest/docs/reference/config/annotations/#IoIstioDryRun */
const DRY_RUN = 'istio.io/dry-run';
/** What Go's `strconv.ParseBool` takes, with which istiod reads the annotation. */
const BOOLEANS: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True', '0', 'f', 'F', 'FALSE', 'false', 'False']);
/** istiod keeps these for itself and refuses an object that comes with one. */
const RESERVED = ['internal.istio.io/webhook-always-reject', 'internal.istio.io/parents', 'internal.istio.io/parent-namespace'];

/** Annotations on which istiod refuses an object. `action` is that of an AuthorizationPolicy, undefined for other kinds. */
export function istioAnnotations({ annotations = {} }: Metadata, action: string | undefined, findings: Findings): void {
  findings.enter('metadata');
  findings.enter('annotations');
  for (const key of RESERVED) {
    if (annotations[key] !== undefined) findings.addAt([key], 'bad-annotation', 'is reserved for istiod', { repair: 'remove it' });
  }
  const dryRun = annotations[DRY_RUN];
  if (dryRun !== undefined) findings.at(DRY_RUN, () => checkDryRun(dryRun, action, findings));
  findings.leave();
  findings.leave();
}

function checkDryRun(value: string, action: string | undefined, findings: Findings): void {
  if (action === undefined) {
    findings.add('bad-annotation', 'is for AuthorizationPolicy only', { value, repair: 'remove it' });
  } else if (action !== 'ALLOW' && action !== 'DENY') {
    findings.add('bad-annotation', `is not supported with action ${action}`, { value, repair: 'remove it, or use ALLOW or DENY' });
  } else if (!BOOLEANS.has(value)) {
    findings.add('bad-annotation', `must be \`true\` or \`false\`, got ${show(value)}`, { value });
  }
}
