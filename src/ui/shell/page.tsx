/** The page: makes the services, renders the shell. Nothing heavy happens before the prompt. */
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import '../kit/tokens.css';
import '../kit/base.css';
import '../kit/kit.css';
import { App } from './app.tsx';
import { startOffline } from './offline.ts';
import { preferredLanguage } from './preferred-language.ts';
import { createServices } from './services.ts';
import './shell.css';

const services = createServices();

/** A transition is rendered in slices: the page's first picture holds its thread up for none of them. */
function render(): void {
  const element = document.getElementById('root');
  if (!element) throw new Error('the page has no #root');
  const root = createRoot(element);
  startTransition(() => {
    root.render(
      <StrictMode>
        <App services={services} />
      </StrictMode>,
    );
  });
}

// Fetching and keeping the page's files must not hold up the first command.
const stopWaiting = services.engine.status.subscribe(({ kind }) => {
  if (kind === 'starting') return;
  stopWaiting();
  startOffline((apply) => services.update.setState({ apply }));
});

// A catalogue that cannot be fetched leaves the built-in English.
services.i18n.use(preferredLanguage()).then(render, render);
