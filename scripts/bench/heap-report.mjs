/** Loaded into a measured server (--import): tells its parent, when asked, what its heap holds. */
const collect = /** @type {() => void} */ (Reflect.get(globalThis, 'gc'));

process.on('message', () => {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  process.send?.({ heapUsed, arrayBuffers });
});
process.channel?.unref();
