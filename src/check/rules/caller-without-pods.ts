import { callers } from '../callers';
import type { CheckRule } from '../facts';

/** Both platforms emit NetworkPolicy, which sees pods and no identities. */
export const callerWithoutPods: CheckRule = (facts) => [...callers(facts)].flatMap(({ caller, callee, construct }) => {
  if (caller.kind !== 'identity' || caller.pods?.wholeNamespace === true || Object.keys(caller.pods?.labels ?? {}).length > 0) return [];
  return [{
    code: 'caller-without-pods',
    construct,
    message: `\`${caller.principal}\` calls \`${callee}\` from pods that NetworkPolicy cannot know`,
    repair: 'give its `podLabels`, or set `wholeNamespace` if every pod there is meant',
  }];
});
