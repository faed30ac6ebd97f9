/**
 * The keyspace's one feed of changes, and all that hangs on it: watches, tracking, blocked clients,
 * effects, notifications, and whoever follows the node from outside.
 */
import type { Bytes } from '../../base/bytes.ts';
import type { KeyspaceObserver } from '../keyspace/keyspace.ts';
import { NOTIFY_KEYEVENT, NOTIFY_KEYSPACE } from '../keyspace/notifications.ts';
import type { Server } from './server.ts';

export function observerOf(server: Server): KeyspaceObserver {
  return {
    modified: (database, key) => {
      server.watching.touch(database, key);
      server.tracking.keyModified(key);
      server.tap?.modified(database, key);
    },
    keyAdded: (database, key) => server.tap?.keyAdded(database, key),
    keyRemoved: (database, key) => {
      if (server.keyspace.anyBlocked) server.blocking.markReady(database, key);
      server.tap?.keyRemoved(database, key);
    },
    regrouped: (database, key) => server.tap?.modified(database, key),
    expiryChanged: (database, key) => server.tap?.expiryChanged(database, key),
    expired: (database, key) => {
      const lazy = server.config.flag('lazyfree-lazy-expire');
      server.propagation.add(database.index, [lazy ? 'UNLINK' : 'DEL', key]);
    },
    evicted: (database, key) => {
      const lazy = server.config.flag('lazyfree-lazy-eviction');
      server.propagation.add(database.index, [lazy ? 'UNLINK' : 'DEL', key]);
      server.propagation.commit();
    },
    ready: (database, key) => server.blocking.markReady(database, key),
    replacing: (database, by) => {
      server.watching.touchAll(database, by);
      if (by === null) server.tracking.flushed();
      server.tap?.replacing(database);
    },
    replaced: (database) => {
      server.blocking.markAllReady(database);
      server.tap?.replaced(database);
    },
    notification: (_kind, event, key, db) => publishEvent(server, event, key, db),
  };
}

function publishEvent(server: Server, event: Bytes, key: Bytes, db: number): void {
  const flags = server.keyspace.notifyFlags;
  if (flags & NOTIFY_KEYSPACE) server.pubsub.publish(`__keyspace@${db}__:${key}`, event);
  if (flags & NOTIFY_KEYEVENT) server.pubsub.publish(`__keyevent@${db}__:${event}`, key);
}
