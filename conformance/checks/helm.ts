import type { Context } from './context';
export async function checkHelm(_: Context): Promise<void> {}
