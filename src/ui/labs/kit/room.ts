/** What a lab gets from the page around it: the worker that runs it, messages, and files to keep. */
import { createContext, useContext } from 'react';
import type { LabHost } from '../../../contract/lab.ts';

export interface LabServices {
  readonly host: LabHost;
  /** A short message that comes and goes. */
  readonly toast: (text: string) => void;
  /** Hands bytes to the person as a file. */
  readonly save: (fileName: string, bytes: Uint8Array) => void;
}

export const LabContext = createContext<LabServices | null>(null);

export function useLab(): LabServices {
  const services = useContext(LabContext);
  if (!services) throw new Error('no LabContext above');
  return services;
}
