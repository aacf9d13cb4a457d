import type { AccessModel, ServiceModel } from '../model/model';
import { alignColumns } from './columns';

/** Who answers for which service, and what data it holds. Empty where nothing was said of any. */
export function stewardshipText({ services }: Pick<AccessModel, 'services'>): string {
  const rows = services.filter(({ owner, dataClasses }) => owner !== undefined || dataClasses !== undefined).map(row);
  return rows.length === 0 ? '' : ['', 'Owners and data', ...alignColumns(rows).map((line) => `  ${line}`), ''].join('\n');
}

function row({ id, owner, dataClasses = [] }: ServiceModel): readonly string[] {
  return [id, owner ?? 'nobody', dataClasses.join(', ')];
}
