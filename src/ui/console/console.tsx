/** The console: tabs that are clients, their output, and the prompt. */
import type { ReactNode } from 'react';
import { ConsoleContext } from './console-context.tsx';
import type { ConsoleStore } from './console-store.ts';
import { Output } from './output.tsx';
import { Prompt } from './prompt.tsx';
import { Samples } from './samples.tsx';
import { StatusLine } from './status-line.tsx';
import { TabBar } from './tab-bar.tsx';
import { ToastContext } from './toast-context.ts';
import './console.css';
import './prompt.css';

interface ConsoleProps {
  readonly store: ConsoleStore;
  readonly onToast: (text: string) => void;
  /** Tools of other rooms that belong beside the tabs, and a pane between tabs and output. */
  readonly tools?: ReactNode;
  readonly children?: ReactNode;
  /** What stands where there are no replies yet, instead of the sample commands. */
  readonly empty?: ReactNode;
}

export function Console({ store, onToast, tools, children, empty }: ConsoleProps) {
  return (
    <ConsoleContext value={store}>
      <ToastContext value={onToast}>
        <div className="console">
          <TabBar extra={tools} />
          {children}
          <Output empty={empty ?? <Samples />} />
          <StatusLine />
          <Prompt />
        </div>
      </ToastContext>
    </ConsoleContext>
  );
}
