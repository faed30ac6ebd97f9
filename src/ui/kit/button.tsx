/** Buttons: a plain one with words, and one with only an icon, which therefore needs a label. */
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: 'plain' | 'outlined' | 'strong';
  readonly ref?: Ref<HTMLButtonElement>;
  /** A tooltip (tooltip.tsx); it says nothing that is not said elsewhere. */
  readonly 'data-tip'?: string;
}

export function Button({ kind = 'plain', className = '', ...rest }: ButtonProps) {
  return <button type="button" className={`button ${className}`} data-kind={kind} {...rest} />;
}

interface IconButtonProps extends Omit<ButtonProps, 'aria-label' | 'children'> {
  /** What it does: read aloud, and shown as a tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
}

export function IconButton({ label, icon, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className={`button ${className}`}
      data-icon=""
      data-tip={label}
      aria-label={label}
      {...rest}
    >
      {icon}
    </button>
  );
}
