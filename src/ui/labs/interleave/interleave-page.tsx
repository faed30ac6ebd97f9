/** The interleaving explorer. */
import type { LabPageProps } from '../labs.ts';

export function InterleavePage({ shared }: LabPageProps) {
  return <p>{shared}</p>;
}
