export { formatAccessTable, type AccessTable, type CalleeAccess } from './access-table';
export { answerText, explanation, ruleText } from './decision-text';
export { declaredTable } from './declared-table';
export { enforcedTable } from './enforced-table';
export { exceptionsOf, exceptionText } from './exceptions';
export { proofText } from './proof-text';
export { routesText } from './routes-text';
export { whoMayCall, type WhoMayCall } from './who-may-call';
