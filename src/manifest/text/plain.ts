import { composeDocument, type TextFault } from './compose';
import { ValueReader } from './value';

/** The value of YAML that stands inside an object, as text. Nothing is thrown. */
export function plainValue(text: string): { readonly value: unknown; readonly faults: readonly TextFault[] } {
  const { document, faults } = composeDocument(text);
  if (faults.length > 0) return { value: undefined, faults };
  const values = new ValueReader();
  const value = values.read(document?.contents);
  return values.faults.length > 0 ? { value: undefined, faults: values.faults } : { value, faults: [] };
}
