/** `shop/cart`, of a principal or service account without stars. */
export function accountOf(field: string, value: string, own: string): string | undefined {
  if (/^(not)?[sS]erviceAccounts$|^source\.serviceAccount$/.test(field)) return value.includes('/') ? value : `${own}/${value}`;
  const [, namespace, account] = /^(?:not)?[pP]rincipals$|^source\.principal$/.test(field) ? /\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(value) ?? [] : [];
  return namespace === undefined ? undefined : `${namespace}/${account}`;
}
