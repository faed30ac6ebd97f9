/** Edited code is never lost: what each choice shows, what it offers instead, and what a reload keeps. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type WorldLabSettings, worldLabDefaults } from '../../../contract/lab-world-settings.ts';
import {
  asLeft,
  type CodeOrigin,
  draftsInBrowser,
  draftsInMemory,
  offered,
} from './code-drafts.ts';
import { createWorldStore, type WorldStore } from './world-store.ts';

const { caching } = worldLabDefaults;

/** A browser's storage that lives for one test. */
function withStorage(): Map<string, string> {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  });
  return kept;
}
afterEach(() => vi.unstubAllGlobals());

/** What runs next, and what could be had instead. */
function check(store: WorldStore, source: string, ...others: readonly CodeOrigin[]): void {
  const { settings, draft } = store.getState();
  expect([settings.source, ...offered(draft)]).toEqual([source, ...others]);
}

describe('code drafts', () => {
  test('another strategy or client and back shows the edit; the original is one button away', () => {
    const store = createWorldStore(caching);
    check(store, '');
    store.type('a');
    check(store, 'a', 'original');
    store.edit({ strategy: 'write-through' });
    check(store, '');
    store.type('b');
    store.edit({ client: 'redis' });
    check(store, '');
    store.type('c');
    store.edit({ strategy: 'cache-aside', client: 'light' });
    check(store, 'a', 'original');
    store.edit({ strategy: 'write-through' });
    check(store, 'b', 'original');
    store.edit({ client: 'redis', ttl: 7 });
    check(store, 'c', 'original');
    expect(store.getState().settings.ttl).toBe(7);
  });

  test('an edit goes along to a client that is called in the same way', () => {
    const store = createWorldStore(caching);
    store.type('a');
    store.edit({ client: 'ioredis' });
    check(store, 'a', 'original');
    store.edit({ client: 'light' });
    store.type('b');
    store.edit({ client: 'ioredis' });
    store.type('c');
    store.edit({ client: 'light' });
    check(store, 'b', 'original');
    store.edit({ client: 'ioredis' });
    check(store, 'c', 'original');
  });

  test('the original is undone, and stays chosen when coming back', () => {
    const store = createWorldStore(caching);
    store.type('a');
    store.showCode('original');
    check(store, '', 'edit');
    store.edit({ strategy: 'write-through' });
    store.edit({ strategy: 'cache-aside' });
    check(store, '', 'edit');
    store.showCode('edit');
    check(store, 'a', 'original');
  });

  test('typing in the original keeps the edit that was put aside', () => {
    const store = createWorldStore(caching);
    store.type('a');
    store.showCode('original');
    store.type('b');
    store.type('bb');
    check(store, 'bb', 'original', 'earlier');
    store.showCode('earlier');
    check(store, 'a', 'original', 'earlier');
    store.showCode('earlier');
    check(store, 'bb', 'original', 'earlier');
  });

  test('code that was opened leaves the edit alone; the defaults do, too', () => {
    const store = createWorldStore(caching);
    store.type('a');
    store.open({ ...caching, source: 'theirs' });
    check(store, 'theirs', 'original', 'edit');
    expect(store.getState().hasForeignCode).toBe(true);
    store.type('theirs, changed');
    expect(store.getState().hasForeignCode).toBe(true);
    check(store, 'theirs, changed', 'original', 'earlier', 'shared');
    store.showCode('earlier');
    expect(store.getState().hasForeignCode).toBe(false);
    store.open(caching);
    check(store, '', 'edit', 'earlier', 'shared');
  });

  test('an editor begins anew where the code is another than what was typed', () => {
    const store = createWorldStore(caching);
    const version = () => store.getState().codeVersion;
    store.type('a');
    store.edit({ ttl: 7 });
    store.follow({ ...caching, source: 'a', ttl: 9 });
    expect(version()).toBe(0);
    store.edit({ client: 'redis' });
    expect(version()).toBe(1);
    store.open(caching);
    expect(version()).toBe(2);
  });

  test('a run that a lesson asks for puts an edit aside', () => {
    const store = createWorldStore(caching);
    store.type('a');
    store.follow(caching);
    check(store, '', 'edit');
  });

  const reloaded = (start: WorldLabSettings, fromLink = false) => {
    const drafts = draftsInBrowser(start.lab);
    return createWorldStore(fromLink ? start : asLeft(start, drafts), undefined, drafts);
  };

  test('a reload keeps edits, each strategy’s and client’s by itself', () => {
    withStorage();
    const store = reloaded(caching);
    store.type('a');
    const other = reloaded({ ...caching, strategy: 'write-through' });
    other.type('b');
    store.edit({ client: 'ioredis' });
    store.type('c');
    check(reloaded(caching), 'a', 'original');
    check(reloaded({ ...caching, strategy: 'write-through' }), 'b', 'original');
    check(reloaded({ ...caching, client: 'ioredis' }), 'c', 'original');
    check(reloaded({ ...worldLabDefaults.stampede }), '');
  });

  test('a link shows what it says; what was made of its code is kept, its code is not', () => {
    const kept = withStorage();
    reloaded(caching).type('a');
    const linked = { ...caching, source: 'theirs' };
    const store = reloaded(linked, true);
    check(store, 'theirs', 'original', 'edit');
    store.showCode('shared');
    expect([...kept.values()].join()).not.toContain('theirs');
    check(reloaded(caching, true), '', 'edit');
    store.type('mine of it');
    check(reloaded(linked, true), 'theirs', 'original', 'edit', 'earlier');
    expect(reloaded({ ...caching, source: 'a' }, true).getState().hasForeignCode).toBe(false);
  });

  test('what is in storage and is no draft is passed over', () => {
    const kept = withStorage();
    kept.set('stampede.code.caching.cache-aside.light', '{"text":3}');
    check(reloaded(caching), '');
    expect(draftsInMemory().load(caching).edit).toBe('');
  });
});
