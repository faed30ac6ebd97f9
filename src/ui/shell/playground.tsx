/** The playground: key tree, console and inspector side by side; on a phone one at a time. */
import { FileCode2 } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { Console } from '../console/console.tsx';
import { activeSession } from '../console/console-store.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { Inspector } from '../inspector/inspector.tsx';
import { KeyTree } from '../keyspace/key-tree.tsx';
import { IconButton } from '../kit/button.tsx';
import { Splitter } from '../kit/splitter.tsx';
import { Tabs } from '../kit/tabs.tsx';
import { VitalsStrip } from '../vitals/vitals-strip.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import type { Pane } from './layout-store.ts';
import { usePhone } from './phone.ts';
import { luaRunner } from './run-lua.ts';
import type { Services } from './services.ts';

/** Drawings come after the first command: nothing is selected before. */
const Structure = lazy(() =>
  import('../visuals/structure.tsx').then(({ Structure }) => ({ default: Structure })),
);

const ScriptPane = lazy(() =>
  import('../script/script-pane.tsx').then(({ ScriptPane }) => ({ default: ScriptPane })),
);

const CodePane = lazy(() =>
  import('../code/code-pane.tsx').then(({ CodePane }) => ({ default: CodePane })),
);

interface PlaygroundProps {
  readonly services: Services;
}

export function Playground({ services }: PlaygroundProps) {
  return usePhone() ? (
    <PhonePlayground services={services} />
  ) : (
    <WidePlayground services={services} />
  );
}

function WidePlayground({ services }: { readonly services: Services }) {
  const m = useMessages();
  const { layout } = services;
  const { keysPx, inspectorPx } = useStore(layout);
  return (
    <>
      <main className="panes">
        <h1 className="unseen">{m.app.playground}</h1>
        <section
          className="pane pane-side pane-keys"
          style={{ width: keysPx }}
          aria-label={m.panes.keys}
        >
          <ErrorBoundary>
            <KeysPane services={services} />
          </ErrorBoundary>
        </section>
        <Splitter
          label={m.panes.keysWidth}
          orientation="vertical"
          direction={1}
          sizePx={keysPx}
          minPx={160}
          maxPx={480}
          onMove={(sizePx) => layout.resize('keysPx', sizePx)}
        />
        <section className="pane pane-main" aria-label={m.panes.console}>
          <ErrorBoundary>
            <ConsolePane services={services} />
          </ErrorBoundary>
        </section>
        <Splitter
          label={m.panes.inspectorWidth}
          orientation="vertical"
          direction={-1}
          sizePx={inspectorPx}
          minPx={260}
          maxPx={720}
          onMove={(sizePx) => layout.resize('inspectorPx', sizePx)}
        />
        <section
          className="pane pane-side pane-inspector"
          style={{ width: inspectorPx }}
          aria-label={m.panes.inspector}
        >
          <ErrorBoundary>
            <InspectorPane services={services} />
          </ErrorBoundary>
        </section>
      </main>
      <Vitals services={services} />
    </>
  );
}

function PhonePlayground({ services }: { readonly services: Services }) {
  const m = useMessages();
  const { layout } = services;
  const pane = useStore(layout, (state) => state.pane);
  const panes: readonly Pane[] = ['console', 'keys', 'inspector'];
  return (
    <>
      <main className="panes panes-phone">
        <h1 className="unseen">{m.app.playground}</h1>
        <Tabs
          className="pane-tabs"
          label={m.app.rooms}
          active={pane}
          onSelect={layout.show}
          tabs={panes.map((id) => ({ id, label: m.panes[id], controls: 'pane' }))}
        />
        <section className="pane pane-main" id="pane" role="tabpanel" aria-label={m.panes[pane]}>
          {pane === 'console' ? (
            <ErrorBoundary>
              <ConsolePane services={services} />
            </ErrorBoundary>
          ) : null}
          {pane === 'keys' ? (
            <ErrorBoundary>
              <KeysPane services={services} onChosen={() => layout.show('inspector')} />
            </ErrorBoundary>
          ) : null}
          {pane === 'inspector' ? (
            <ErrorBoundary>
              <InspectorPane services={services} />
            </ErrorBoundary>
          ) : null}
        </section>
      </main>
      <Vitals services={services} compact />
    </>
  );
}

/** A server that has been shut down has no keys and no figures: what was seen last would not be true. */
const useStopped = ({ engine }: Services): boolean =>
  useStore(engine.status, ({ kind }) => kind === 'stopped');

function Vitals({ services, compact = false }: PlaygroundProps & { readonly compact?: boolean }) {
  if (useStopped(services)) return null;
  const { vitals, toasts } = services;
  return <VitalsStrip store={vitals} onToast={toasts.getState().show} compact={compact} />;
}

function KeysPane({
  services,
  onChosen,
}: {
  readonly services: Services;
  readonly onChosen?: () => void;
}) {
  const { playground, keyspace, vitals } = services;
  const stopped = useStopped(services);
  const selected = useStore(playground, (state) => state.selected);
  const touched = useStore(playground, (state) => state.touched);
  const databases = useStore(vitals, (state) => state.vitals?.databases);
  if (stopped) return null;
  return (
    <KeyTree
      store={keyspace}
      databases={databases ?? []}
      selected={selected}
      touched={touched}
      onSelect={(key) => {
        playground.select(key);
        onChosen?.();
      }}
      onDb={(db) => void activeSession(services.console.getState()).run(`SELECT ${db}`)}
    />
  );
}

function ConsolePane({ services }: { readonly services: Services }) {
  const m = useMessages();
  const { layout } = services;
  const scriptOpen = useStore(layout, (state) => state.scriptOpen);
  return (
    <Console
      store={services.console}
      onToast={services.toasts.getState().show}
      tools={
        <IconButton
          label={scriptOpen ? m.script.close : m.script.open}
          aria-pressed={scriptOpen}
          icon={<FileCode2 size={15} aria-hidden />}
          onClick={layout.toggleScript}
        />
      }
    >
      {scriptOpen ? <Script services={services} /> : null}
    </Console>
  );
}

function Script({ services }: { readonly services: Services }) {
  const m = useMessages();
  const { layout } = services;
  const scriptPx = useStore(layout, (state) => state.scriptPx);
  const theme = useStore(services.theme, (state) => state.theme);
  const docs = useStore(services.console, (state) => state.catalogue.docs);
  const lua = useMemo(() => luaRunner(services), [services]);
  useEffect(() => () => lua.close(), [lua]);
  return (
    <>
      <div className="script-place" style={{ height: scriptPx }}>
        <Suspense fallback={<p className="message">{m.script.loading}</p>}>
          <ScriptPane
            theme={theme}
            docs={docs}
            onRun={(text) => void activeSession(services.console.getState()).run(text)}
            runLua={lua.run}
            runLuaAside={lua.runAside}
            connectLua={lua.connect}
            code={(tabs) => (
              <CodePane theme={theme} tabs={tabs} connect={services.engine.connectPort} />
            )}
          />
        </Suspense>
      </div>
      <Splitter
        label={m.panes.scriptHeight}
        orientation="horizontal"
        direction={1}
        sizePx={scriptPx}
        minPx={120}
        maxPx={640}
        onMove={(sizePx) => layout.resize('scriptPx', sizePx)}
      />
    </>
  );
}

function InspectorPane({ services }: { readonly services: Services }) {
  const { playground, inspector } = services;
  const stopped = useStopped(services);
  const following = useStore(playground, (state) => state.following);
  if (stopped) return null;
  return (
    <Inspector
      store={inspector}
      following={following}
      onFollow={playground.setFollowing}
      drawing={(view, asks) => (
        <Suspense fallback={null}>
          <Structure view={view} {...asks} />
        </Suspense>
      )}
    />
  );
}
