/** The short card behind "why?": what the error means, that nothing happened, and what to do. */
import { useMessages } from '../i18n/i18n.tsx';
import type { WhyCode } from './why.ts';

export function WhyCard({ code }: { readonly code: WhyCode }) {
  const { title, text, todo } = useMessages().why[code];
  return (
    <div className="why">
      <strong>{title}</strong>
      <p>{text}</p>
      <p>{todo}</p>
    </div>
  );
}
