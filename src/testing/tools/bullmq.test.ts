/** BullMQ: jobs that succeed, fail and come again, wait, repeat, depend on others, or lose their worker. */
import {
  FlowProducer,
  type Job,
  type Processor,
  Queue,
  QueueEvents,
  type QueueOptions,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { bothServers, type PlainServer, until } from './both-servers.ts';

describe.each(bothServers)('bullmq with %s', (_, start) => {
  let server: PlainServer;
  let connection: QueueOptions['connection'];
  let queues = 0;
  let opened: { close(): Promise<unknown> }[] = [];
  beforeAll(async () => {
    server = await start();
    connection = { host: '127.0.0.1', port: server.port };
  });
  afterEach(async () => {
    // Workers first: they were opened last.
    for (const one of opened.reverse()) await one.close();
    opened = [];
  });
  afterAll(() => server.stop());

  const keep = <T extends { close(): Promise<unknown> }>(one: T): T => {
    opened.push(one);
    return one;
  };
  const openQueue = () => keep(new Queue(`queue-${++queues}`, { connection }));
  const work = (
    { name }: { readonly name: string },
    process: Processor,
    options: Partial<WorkerOptions> = {},
  ) => {
    const worker = keep(new Worker(name, process, { connection, ...options }));
    worker.on('error', () => {});
    return worker;
  };
  /** From the first event on, also if it happens before the first read. */
  const listen = async ({ name }: Queue): Promise<QueueEvents> => {
    const events = keep(new QueueEvents(name, { connection, lastEventId: '0-0' }));
    await events.waitUntilReady();
    return events;
  };
  const counted = async (queue: Queue, state: 'completed' | 'failed') =>
    (await queue.getJobCounts(state))[state];

  test('jobs are processed, their results and progress are told', async () => {
    const queue = openQueue();
    const events = await listen(queue);
    const told: string[] = [];
    events.on('waiting', ({ jobId }) => told.push(`waiting ${jobId}`));
    events.on('active', ({ jobId }) => told.push(`active ${jobId}`));
    events.on('progress', ({ jobId, data }) => told.push(`progress ${jobId} ${data}`));
    events.on('completed', ({ jobId, returnvalue }) => told.push(`done ${jobId} ${returnvalue}`));
    work(queue, async (job) => {
      await job.updateProgress(50);
      return job.data.n * 2;
    });
    const job = await queue.add('double', { n: 21 });
    expect(await job.waitUntilFinished(events)).toBe(42);
    expect(await job.getState()).toBe('completed');
    await until(() => told.length >= 4);
    expect(told).toEqual(['waiting 1', 'active 1', 'progress 1 50', 'done 1 42']);
  });

  test('many jobs, several workers: each job once', async () => {
    const queue = openQueue();
    const seen: number[] = [];
    const process = async (job: Job) => {
      seen.push(job.data.n);
    };
    for (let i = 0; i < 2; i++) work(queue, process, { concurrency: 5 });
    await queue.addBulk(Array.from({ length: 50 }, (_unused, n) => ({ name: 'n', data: { n } })));
    await until(async () => (await counted(queue, 'completed')) === 50);
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_unused, n) => n));
  });

  test('a failing job comes again, later each time, and then fails for good', async () => {
    const queue = openQueue();
    const events = await listen(queue);
    const attemptsMs: number[] = [];
    work(queue, async (job) => {
      attemptsMs.push(performance.now());
      if (job.name === 'flaky' && attemptsMs.length === 3) return 'at last';
      throw new Error('boom');
    });
    const backoff = { type: 'exponential', delay: 20 };
    const flaky = await queue.add('flaky', {}, { attempts: 3, backoff });
    expect(await flaky.waitUntilFinished(events)).toBe('at last');
    const [first = 0, second = 0, third = 0] = attemptsMs;
    expect(second - first).toBeGreaterThanOrEqual(18);
    expect(third - second).toBeGreaterThanOrEqual(36);
    const hopeless = await queue.add('hopeless', {}, { attempts: 2, backoff: 1 });
    await expect(hopeless.waitUntilFinished(events)).rejects.toThrow('boom');
    const [failed] = await queue.getFailed();
    expect([failed?.name, failed?.attemptsMade, failed?.failedReason]).toEqual([
      ...['hopeless', 2, 'boom'],
    ]);
    await failed?.retry();
    await until(async () => (await queue.getJob(hopeless.id!))?.attemptsMade === 3);
  });

  test('a delayed job waits, a job of priority goes first', async () => {
    const queue = openQueue();
    const order: string[] = [];
    await queue.add('later', {}, { delay: 800 });
    await queue.add('low', {}, { priority: 10 });
    await queue.add('high', {}, { priority: 1 });
    expect(await queue.getJobCounts('delayed', 'prioritized')).toEqual({
      ...{ delayed: 1, prioritized: 2 },
    });
    work(queue, async (job) => {
      order.push(job.name);
    });
    await until(async () => (await counted(queue, 'completed')) === 3);
    expect(order).toEqual(['high', 'low', 'later']);
    const later = (await queue.getCompleted()).find(({ name }) => name === 'later');
    expect((later?.processedOn ?? 0) - (later?.timestamp ?? 0)).toBeGreaterThanOrEqual(798);
  });

  test('a scheduler makes a job again and again', async () => {
    const queue = openQueue();
    const beats: number[] = [];
    work(queue, async ({ timestamp }) => {
      beats.push(timestamp);
    });
    await queue.upsertJobScheduler('pulse', { every: 40, limit: 4 }, { name: 'beat' });
    expect(await queue.getJobSchedulersCount()).toBe(1);
    await until(() => beats.length === 4);
    await until(async () => (await counted(queue, 'completed')) === 4);
    await queue.upsertJobScheduler('yearly', { pattern: '0 0 1 1 *' }, { name: 'party' });
    expect((await queue.getDelayed()).map(({ name }) => name)).toEqual(['party']);
    expect(await queue.removeJobScheduler('yearly')).toBe(true);
    expect(await queue.getDelayedCount()).toBe(0);
  });

  test('a parent runs when its children have', async () => {
    const queue = openQueue();
    const events = await listen(queue);
    const flows = keep(new FlowProducer({ connection }));
    work(queue, async (job) => {
      if (job.name === 'child') return job.data.n;
      const values = Object.values(await job.getChildrenValues<number>());
      return values.reduce((sum, n) => sum + n, 0);
    });
    const queueName = queue.name;
    const { job } = await flows.add({
      ...{ name: 'sum', queueName },
      children: [1, 2, 3].map((n) => ({ name: 'child', queueName, data: { n } })),
    });
    expect(await job.waitUntilFinished(events)).toBe(6);
    expect((await job.getDependenciesCount()).processed).toBe(3);
  });

  test('a job whose worker is gone is given to another', async () => {
    const queue = openQueue();
    const job = await queue.add('lost', {});
    const dead = keep(new Worker(queue.name, null, { connection, lockDuration: 50 }));
    expect((await dead.getNextJob('dead'))?.id).toBe(job.id);
    expect(await job.getState()).toBe('active');
    const stalled: string[] = [];
    const worker = work(queue, async () => 'found', { stalledInterval: 60 });
    worker.on('stalled', (id) => stalled.push(id));
    await until(async () => (await counted(queue, 'completed')) === 1);
    expect(stalled).toEqual([job.id]);
    expect((await queue.getJob(job.id!))?.returnvalue).toBe('found');
  });

  test('a limit holds back, a pause too; what is done is swept away', async () => {
    const queue = openQueue();
    const startsMs: number[] = [];
    await queue.pause();
    await queue.addBulk(Array.from({ length: 3 }, () => ({ name: 'n', data: {} })));
    const process = async () => {
      startsMs.push(performance.now());
    };
    work(queue, process, { limiter: { max: 1, duration: 50 } });
    expect(await queue.isPaused()).toBe(true);
    expect(await queue.getWaitingCount()).toBe(3);
    expect(startsMs).toEqual([]);
    await queue.resume();
    await until(async () => (await counted(queue, 'completed')) === 3);
    expect((startsMs[2] ?? 0) - (startsMs[0] ?? 0)).toBeGreaterThan(60);
    expect((await queue.clean(0, 10, 'completed')).length).toBe(3);
    await queue.obliterate({ force: true });
    expect(await queue.getJobCountByTypes('completed', 'wait')).toBe(0);
  });
});
