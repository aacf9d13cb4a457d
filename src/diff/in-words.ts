import { FRESH } from '../proof/minimal';

const ANY_NAME = FRESH.serviceAccount;

/** Who stands for all that nobody has named has no name for people. Identities keep theirs, which shows what they are. */
export function inWords(text: string): string {
  if (!text.includes(ANY_NAME)) return text;
  return text
    .replaceAll(new RegExp(`(?<![\\w/.-])([\\w-]+)/${ANY_NAME}`, 'g'), 'any other pod of $1')
    .replaceAll(new RegExp(`(?<![\\w/.-])${FRESH.namespace}/${ANY_NAME}`, 'g'), 'any other pod')
    .replaceAll(new RegExp(`${ANY_NAME}\\.${FRESH.namespace}\\.svc\\.[\\w.-]+`, 'g'), 'any other Service')
    .replaceAll(new RegExp(`${ANY_NAME}\\.([\\w-]+)\\.svc\\.[\\w.-]+`, 'g'), 'any other Service of $1')
    .replaceAll(new RegExp(`(?<!/)${FRESH.host}(?![.\\w])`, 'g'), 'any other host');
}
