import type { CheckRule } from '../facts';
import { repeated } from '../repeated';

export const duplicateService: CheckRule = ({ index }) => repeated(index.model.services, ({ id }) => id).map(({ element, first }) => ({
  code: 'duplicate-service',
  construct: element.construct,
  message: `the service \`${element.id}\` is declared a second time, first by \`${first.construct}\``,
  repair: 'give one of them another name or namespace',
}));
