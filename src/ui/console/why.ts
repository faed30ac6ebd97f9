/** Which errors have a "why?" card: the error's first word, read from its text. */

export const whyCodes = [
  'WRONGTYPE',
  'OOM',
  'NOAUTH',
  'CROSSSLOT',
  'EXECABORT',
  'BUSYGROUP',
  'NOSCRIPT',
  'MISCONF',
] as const;

export type WhyCode = (typeof whyCodes)[number];

export function whyCodeOf(errorText: string): WhyCode | null {
  const code = errorText.split(' ', 1)[0];
  return whyCodes.find((known) => known === code) ?? null;
}
