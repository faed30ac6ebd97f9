/**
 * What the person must know of the engine: it was shut down, it crashed, it could not start, its disk
 * was damaged, its log cannot be written, or it does not log what is written.
 */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { DamageNotice, OpenReport, StopReport } from '../../contract/host.ts';
import { saveToFile } from '../data/data-store.ts';
import type { Messages } from '../i18n/en.ts';
import { useMessages } from '../i18n/i18n.tsx';
import { Button } from '../kit/button.tsx';
import type { Engine, EngineStatus } from './engine.ts';
import type { Services } from './services.ts';

interface Banner {
  readonly id: string;
  readonly tone: 'bad' | 'note';
  readonly text: string;
}

function noticeText(notice: DamageNotice, m: Messages): string {
  const { file, offset, keptAs, detail } = notice;
  if (notice.kind === 'disk-unavailable') return m.engine.noDisk(detail);
  return notice.kind === 'truncated-tail'
    ? m.engine.truncated(file, offset, keptAs)
    : m.engine.damaged(file, offset, keptAs);
}

function bannersOf(status: EngineStatus, m: Messages): Banner[] {
  if (status.kind !== 'ready') return [];
  const { report, crashes, detail } = status;
  const banners = report.notices.map(
    (notice, index): Banner => ({
      id: `${crashes} ${index} ${notice.kind}`,
      tone: notice.kind === 'damaged' ? 'bad' : 'note',
      text: noticeText(notice, m),
    }),
  );
  if (isGuest(report)) banners.push({ id: 'guest', tone: 'note', text: m.engine.guest });
  if (crashes > 0)
    banners.push({ id: `crash ${crashes}`, tone: 'bad', text: m.engine.crashed(detail) });
  return banners;
}

const isGuest = (report: OpenReport): boolean => report.tenancy === 'guest';

function UpdateBanner({ services }: { readonly services: Services }) {
  const m = useMessages();
  const apply = useStore(services.update, (state) => state.apply);
  if (!apply) return null;
  return (
    <div className="banner" data-tone="note" role="status">
      <p>{m.engine.updateReady}</p>
      <Button kind="strong" onClick={apply}>
        {m.engine.updateApply}
      </Button>
    </div>
  );
}

export function Banners({ services }: { readonly services: Services }) {
  return (
    <>
      <UpdateBanner services={services} />
      <EngineBanners services={services} />
      <LogBanner services={services} />
    </>
  );
}

function EngineBanners({ services }: { readonly services: Services }) {
  const m = useMessages();
  const status = useStore(services.engine.status);
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  if (status.kind === 'failed' || status.kind === 'stopped') {
    return <EngineDown engine={services.engine} />;
  }
  return bannersOf(status, m)
    .filter(({ id }) => !dismissed.includes(id))
    .map(({ id, tone, text }) => (
      <div key={id} className="banner" data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
        <p>{text}</p>
        <Button kind="outlined" onClick={() => setDismissed([...dismissed, id])}>
          {m.app.close}
        </Button>
      </div>
    ));
}

/** What is wrong with the log, where the engine runs: it cannot be written, or it is off. */
function LogBanner({ services }: { readonly services: Services }) {
  const error = useStore(services.vitals, ({ vitals }) => vitals?.aof.error ?? null);
  const isOff = useStore(services.vitals, ({ vitals }) => vitals?.aof.enabled === false);
  const isReady = useStore(services.engine.status, ({ kind }) => kind === 'ready');
  if (!isReady) return null;
  if (error !== null) return <LogFails services={services} error={error} />;
  return isOff ? <LogOff services={services} /> : null;
}

/** By a client of its own: those of the console may be waiting for the disk. */
async function setAppendOnly({ engine, vitals }: Services, value: 'yes' | 'no'): Promise<void> {
  const { client } = await engine.connect();
  await client.send(['CONFIG', 'SET', 'appendonly', value]);
  client.close();
  await vitals.refresh();
}

interface LogFailsProps {
  readonly services: Services;
  readonly error: string;
}

/** Most often the browser's storage is full. Not to be dismissed: it goes when the disk is well. */
function LogFails({ services, error }: LogFailsProps) {
  const m = useMessages();
  const turnOff = () => void setAppendOnly(services, 'no').catch(() => undefined);
  const save = () => void saveToFile(services.data, m, services.toasts.getState().show);
  return (
    <div className="banner" data-tone="bad" role="alert">
      <p>{m.engine.logFails(error)}</p>
      <Button kind="strong" onClick={save}>
        {m.data.save}
      </Button>
      <Button kind="outlined" onClick={turnOff}>
        {m.engine.logGiveUp}
      </Button>
    </div>
  );
}

/**
 * Without its log the engine begins, after a reload, with the log as it was when it was turned off:
 * the page's configuration says `appendonly yes`, and redis-server, too, then looks at nothing else.
 */
function LogOff({ services }: { readonly services: Services }) {
  const m = useMessages();
  const [dismissed, setDismissed] = useState(false);
  if (dismissed) return null;
  const turnOn = () => void setAppendOnly(services, 'yes').catch(() => undefined);
  return (
    <div className="banner" data-tone="note" role="status">
      <p>{m.engine.logOff}</p>
      <Button kind="strong" onClick={turnOn}>
        {m.engine.logOn}
      </Button>
      <Button kind="outlined" onClick={() => setDismissed(true)}>
        {m.app.close}
      </Button>
    </div>
  );
}

interface EngineFailureProps {
  readonly detail: string;
  readonly onRestart: () => void;
}

/** The engine does not run: why, and the button that starts it. */
export function EngineDown({ engine }: { readonly engine: Engine }) {
  const status = useStore(engine.status);
  if (status.kind === 'failed')
    return <EngineFailure detail={status.detail} onRestart={engine.restart} />;
  if (status.kind === 'stopped')
    return <ServerStopped report={status.report} onStart={engine.restart} />;
  return null;
}

interface ServerStoppedProps {
  readonly report: StopReport;
  readonly onStart: () => void;
}

/** After SHUTDOWN, with a key of its own: the prompt keeps the focus. */
function ServerStopped({ report, onStart }: ServerStoppedProps) {
  const m = useMessages();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.code !== 'KeyR' || !event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      onStart();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onStart]);
  return (
    <div className="banner" data-tone="note" role="alert">
      <p>{m.engine.stopped(report)}</p>
      <Button kind="strong" aria-keyshortcuts="Alt+R" onClick={onStart}>
        {m.engine.startServer} <kbd>Alt R</kbd>
      </Button>
    </div>
  );
}

function EngineFailure({ detail, onRestart }: EngineFailureProps) {
  const m = useMessages();
  return (
    <div className="banner" data-tone="bad" role="alert">
      <p>{m.engine.failed(detail)}</p>
      <Button kind="strong" onClick={onRestart}>
        {m.engine.restart}
      </Button>
    </div>
  );
}
