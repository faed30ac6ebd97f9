/**
 * IndexedDB's requests and transactions as promises: all that the disk needs of a wrapper. It is part
 * of the worker's tiny entry.
 */

/** Rejects where the request fails; its transaction then aborts, unless that is prevented. */
export function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Resolves when the transaction has been committed, rejects when it was aborted. */
export function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () =>
      reject(transaction.error ?? new DOMException('It was aborted.', 'AbortError'));
  });
}

/** Opens, creating if needed, the database of a disk. Opening needs no lock; reading does. */
export function openDiskDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('files');
    request.result.createObjectStore('chunks');
  };
  return resultOf(request);
}
