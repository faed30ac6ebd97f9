/** The server room: its own client of the playground's engine, and the texts in its language. */
import { useStore } from 'zustand';
import { useMessages } from '../i18n/i18n.tsx';
import { createServerRoom, RoomContext, type ServerRoomServices } from '../server/room.ts';
import { ServerPage } from '../server/server-page.tsx';
import { TextsScope } from '../server/texts.tsx';
import { usePhone } from './phone.ts';
import type { Services } from './services.ts';

let made: ServerRoomServices | null = null;

/** One for the page: what was found stays while other rooms are looked at. */
function serverRoom(services: Services): ServerRoomServices {
  made ??= createServerRoom({
    connect: services.engine.connect,
    directives: services.engine.directives,
    consoleTabs: () => consoleTabs(services),
    toast: services.toasts.getState().show,
    nowMs: Date.now,
    idle,
  });
  return made;
}

function consoleTabs({ console }: Services): ReadonlyMap<number, number> {
  const tabs = new Map<number, number>();
  for (const { number, store } of console.getState().sessions) {
    const { clientId } = store.getState();
    if (clientId !== null) tabs.set(clientId, number);
  }
  return tabs;
}

/** A page out of sight is never idle to its browser: then a moment has to do. */
function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: 200 });
    else setTimeout(resolve, 4);
  });
}

export function ServerRoom({
  services,
  panel,
}: {
  readonly services: Services;
  readonly panel: string | null;
}) {
  const m = useMessages();
  const phone = usePhone();
  const stopped = useStore(services.engine.status, ({ kind }) => kind === 'stopped');
  // The banner says why, and has the button.
  if (stopped) return <main className="message">{m.engine.noServer}</main>;
  return (
    <TextsScope
      waiting={<p className="message">{m.app.loadingRoom}</p>}
      failed={(detail) => <p className="message">{detail}</p>}
    >
      <RoomContext value={serverRoom(services)}>
        <ServerPage panel={panel} phone={phone} />
      </RoomContext>
    </TextsScope>
  );
}
