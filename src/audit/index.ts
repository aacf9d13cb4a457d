export { audit, type AuditFinding } from './audit';
export { type AuditRule, SEVERITIES, type Severity } from './rule';
export { RULES } from './rules';
