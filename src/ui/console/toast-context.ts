/** How the console says small things ("Copied"): handed in by the shell. */
import { createContext } from 'react';

export const ToastContext = createContext<(text: string) => void>(() => undefined);
