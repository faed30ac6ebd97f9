/** What an example's source says, what really happens, and the corrected code at a click. */
import { X } from 'lucide-react';
import type { CorrectedId } from '../../labs/code/snippets.ts';
import type { CodeTexts } from '../i18n/code-en.ts';
import { Button, IconButton } from '../kit/button.tsx';

interface CorrectionCardProps {
  readonly id: CorrectedId;
  readonly texts: CodeTexts;
  /** The corrected code is what the editor shows. */
  readonly corrected: boolean;
  readonly onCorrected: (corrected: boolean) => void;
  readonly onClose: () => void;
}

export function CorrectionCard({
  id,
  texts,
  corrected,
  onCorrected,
  onClose,
}: CorrectionCardProps) {
  const { card } = texts;
  const { says, really, fix } = texts.corrections[id];
  return (
    <section className="code-card" aria-label={card.label}>
      <div className="code-card-bar">
        <Button kind="outlined" onClick={() => onCorrected(!corrected)}>
          {corrected ? card.original : card.use}
        </Button>
        <IconButton label={card.close} icon={<X size={15} aria-hidden />} onClick={onClose} />
      </div>
      <dl>
        <dt>{card.says}</dt>
        <dd>{says}</dd>
        <dt>{card.really}</dt>
        <dd>{really}</dd>
        <dt>{card.fix}</dt>
        <dd>{fix}</dd>
      </dl>
    </section>
  );
}
