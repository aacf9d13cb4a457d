import type { CheckRule } from '../facts';
import { identityEdges } from '../identity-edges';

/** Both platforms emit NetworkPolicy, which sees pods and no identities. */
export const callerWithoutPods: CheckRule = (facts) => [...identityEdges(facts)]
  .filter(({ caller: { pods } }) => pods === undefined || (!pods.wholeNamespace && Object.keys(pods.labels).length === 0))
  .map(({ caller, callee, construct }) => ({
    code: 'caller-without-pods',
    construct,
    message: `\`${caller.principal}\` calls \`${callee}\` from pods that NetworkPolicy cannot know`,
    repair: 'give its `podLabels`, or set `wholeNamespace` if every pod there is meant',
  }));
