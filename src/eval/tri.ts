/** Three-valued truth. `unknown` is an answer: it never turns into a `yes` or a `no` by being combined with doubt (Kleene). */
export type Tri = 'yes' | 'no' | 'unknown';

export function tri(value: boolean): Tri {
  return value ? 'yes' : 'no';
}

export function not(t: Tri): Tri {
  return t === 'yes' ? 'no' : t === 'no' ? 'yes' : 'unknown';
}

/** Of nothing: `yes`. */
export function every(ts: Iterable<Tri>): Tri {
  let result: Tri = 'yes';
  for (const t of ts) {
    if (t === 'no') return 'no';
    if (t === 'unknown') result = 'unknown';
  }
  return result;
}

/** Of nothing: `no`. */
export function some(ts: Iterable<Tri>): Tri {
  let result: Tri = 'no';
  for (const t of ts) {
    if (t === 'yes') return 'yes';
    if (t === 'unknown') result = 'unknown';
  }
  return result;
}
