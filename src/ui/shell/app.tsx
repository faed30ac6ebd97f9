/** The shell: header, banners, the room that the address names, toasts. */
import { lazy, Suspense, useEffect } from 'react';
import { I18nProvider, useMessages } from '../i18n/i18n.tsx';
import { EngineTimeContext } from '../kit/engine-time.tsx';
import { Toasts } from '../kit/toast.tsx';
import { TooltipLayer } from '../kit/tooltip.tsx';
import { Banners } from './banners.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Header } from './header.tsx';
import { Playground } from './playground.tsx';
import { hrefs, parseRoute, type Route, useHash } from './routes.ts';
import type { Services } from './services.ts';

const LearnRoom = lazy(() =>
  import('./learn-room.tsx').then(({ LearnRoom }) => ({ default: LearnRoom })),
);
const LabsRoom = lazy(() =>
  import('./labs-room.tsx').then(({ LabsRoom }) => ({ default: LabsRoom })),
);
const ServerRoom = lazy(() =>
  import('./server-room.tsx').then(({ ServerRoom }) => ({ default: ServerRoom })),
);

export function App({ services }: { readonly services: Services }) {
  return (
    <I18nProvider store={services.i18n}>
      <EngineTimeContext value={services.time}>
        <Shell services={services} />
      </EngineTimeContext>
    </I18nProvider>
  );
}

function Shell({ services }: { readonly services: Services }) {
  const route = parseRoute(useHash());
  useFilterShortcut();
  return (
    <div className="shell">
      <Header services={services} route={route} />
      <Banners services={services} />
      <ErrorBoundary key={route.kind}>
        <Room services={services} route={route} />
      </ErrorBoundary>
      <Toasts store={services.toasts} />
      <TooltipLayer />
    </div>
  );
}

function Room({ services, route }: { readonly services: Services; readonly route: Route }) {
  const m = useMessages();
  if (route.kind === 'playground') return <Playground services={services} />;
  if (route.kind === 'learn') {
    return (
      <Suspense fallback={<p className="message">{m.app.loadingRoom}</p>}>
        <LearnRoom services={services} lesson={route.lesson} step={route.step} />
      </Suspense>
    );
  }
  if (route.kind === 'labs') {
    return (
      <Suspense fallback={<p className="message">{m.app.loadingRoom}</p>}>
        <LabsRoom services={services} lab={route.lab} shared={route.shared} />
      </Suspense>
    );
  }
  if (route.kind === 'server') {
    return (
      <Suspense fallback={<p className="message">{m.app.loadingRoom}</p>}>
        <ServerRoom services={services} panel={route.panel} />
      </Suspense>
    );
  }
  return (
    <main className="message">
      <h1>{m.app.notFoundTitle}</h1>
      <p>{m.app.notFoundText}</p>
      <a href={hrefs.playground}>{m.app.toPlayground}</a>
    </main>
  );
}

/** `/` goes to the key filter from anywhere but a text field. */
function useFilterShortcut(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target as HTMLElement;
      const prompt = target.id === 'prompt' && (target as HTMLTextAreaElement).value !== '';
      if (
        prompt ||
        (target.id !== 'prompt' && target.matches('input, textarea, select, [contenteditable]'))
      )
        return;
      const field = document.getElementById('key-filter');
      if (!field) return;
      event.preventDefault();
      field.focus();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
