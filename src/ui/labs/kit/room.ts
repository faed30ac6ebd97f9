/** What a lab gets from the page around it: the worker that runs it, messages, and files to keep. */
import { type ComponentType, createContext, useContext } from 'react';
import type { LabHost } from '../../../contract/lab.ts';
import type { StrategyCode } from '../../../contract/lab-world.ts';
import type { WorldClient } from '../../../contract/lab-world-settings.ts';

export interface CodeEditorProps {
  readonly label: string;
  /** What `redis` is in its scope. */
  readonly client: WorldClient;
  /** What it begins with; later changes come from the person. */
  readonly text: string;
  /** It was asked for a moment ago. */
  readonly takesFocus: boolean;
  readonly onChange: (text: string) => void;
  /** Ctrl Enter. */
  readonly onRun: () => void;
}

export interface LabServices {
  readonly host: LabHost;
  /** A short message that comes and goes. */
  readonly toast: (text: string) => void;
  /** Makes a program of edited strategy code; rejects with a text that names the line. */
  readonly compile: (source: string) => Promise<StrategyCode>;
  /** A code editor, fetched when it is first shown. */
  readonly Editor: ComponentType<CodeEditorProps>;
  /** Hands bytes to the person as a file. */
  readonly save: (fileName: string, bytes: Uint8Array) => void;
}

export const LabContext = createContext<LabServices | null>(null);

export function useLab(): LabServices {
  const services = useContext(LabContext);
  if (!services) throw new Error('no LabContext above');
  return services;
}
