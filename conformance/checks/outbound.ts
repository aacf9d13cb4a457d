import type { Context } from './context';
export async function checkOutbound(_: Context): Promise<void> {}
