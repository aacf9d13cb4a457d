/** Elements that come again under a key that was there before. */
export function repeated<T>(elements: readonly T[], key: (element: T) => string): readonly { readonly element: T; readonly first: T }[] {
  const known = new Map<string, T>();
  return elements.flatMap((element) => {
    const first = known.get(key(element));
    if (first !== undefined) return [{ element, first }];
    known.set(key(element), element);
    return [];
  });
}
