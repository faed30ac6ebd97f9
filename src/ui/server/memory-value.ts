/** Memory directives as a number and a unit: what CONFIG SET reads, and what people say. */
export const memoryUnits = ['', 'kb', 'mb', 'gb'] as const;
export type MemoryUnit = (typeof memoryUnits)[number];

/** The largest unit in which the bytes are whole: `104857600` is 100 mb. */
export function splitMemory(bytes: string): { readonly amount: string; readonly unit: MemoryUnit } {
  if (!/^\d+$/.test(bytes) || bytes === '0') return { amount: bytes, unit: '' };
  let amount = BigInt(bytes);
  let unit = 0;
  while (amount % 1024n === 0n && unit < memoryUnits.length - 1) {
    amount /= 1024n;
    unit++;
  }
  return { amount: String(amount), unit: memoryUnits[unit] ?? '' };
}

export function joinMemory(amount: string, unit: MemoryUnit): string {
  return amount.trim() === '' ? '' : amount.trim() + unit;
}
