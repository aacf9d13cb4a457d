import type { AccessTable, CalleeAccess } from '../../report';
import { code, escaped } from './markdown';
import { COLUMNS, type Grouping } from './matrix-by';

/** A table for each namespace. */
export function matrixMarkdown({ callees, waysIn = [], externals, waysOut = [], exceptions }: AccessTable, by: Grouping = 'callee'): string {
  const namespaces = [...new Set(callees.map(namespaceOf))].sort();
  return [
    ...namespaces.map((namespace) => `### ${escaped(namespace)}\n\n${table(callees.filter((c) => namespaceOf(c) === namespace), by)}`),
    ...(waysIn.length > 0 ? [`### Through gateways\n\n${table(waysIn, 'callee')}`] : []),
    ...(externals.length > 0 ? [`### External hosts\n\n${list(externals)}`] : []),
    ...(waysOut.length > 0 ? [`### Ways out of pods\n\n${list(waysOut)}`] : []),
    ...(exceptions.length > 0 ? [`### Exceptions\n\n${list(exceptions)}`] : []),
  ].join('\n');
}

function namespaceOf({ callee }: CalleeAccess): string {
  return callee.replace(/^pod:/, '').split('/')[0];
}

function table(callees: readonly CalleeAccess[], by: Grouping): string {
  const rows = callees.flatMap(({ callee, callers }) => (callers.length === 0 ? [{ caller: 'nobody', access: '' }] : callers)
    .map(({ caller, access }, i) => `| ${i === 0 ? escaped(callee) : ''} | ${escaped(caller)} | ${access === '' ? '' : code(access)} |`));
  const { block, row } = COLUMNS[by];
  return [`| ${block} | ${row} | may |`, '|---|---|---|', ...rows, ''].join('\n');
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${escaped(line)}\n`).join('');
}
