/** The texts of a stream's drawing, in English. */
import { count, formatCount } from './numbers.ts';

export const streamEn = {
  title: 'Entries',
  note: (entries: number, nodes: number, added: string) =>
    `${count(entries, 'entry', 'entries')} in ${count(nodes, 'node', 'nodes')}, each a listpack filed under its first ID; ${added} ever added. A new entry goes to the end of the last node.`,
  node: 'Node',
  nodeFacts: (alive: number, deleted: number, size: string) =>
    `${count(alive, 'entry', 'entries')}${deleted === 0 ? '' : `, ${formatCount(deleted)} deleted`}, ${size}`,
  range: (first: string, last: string) => `${first} to ${last}`,
  fieldsOnce: 'fields, kept once',
  ownFields: 'its own fields',
  deleted: 'deleted',
  more: (n: number) => `${formatCount(n)} more`,
  counters: (last: string, deleted: string) => `Last ID ${last}, highest deleted ID ${deleted}.`,
  what: 'What',
  id: 'ID or name',
  content: 'Content',
  entry: 'Entry',
  groups: 'Consumer groups',
  noGroups: 'No consumer group reads this stream yet. XGROUP CREATE makes one.',
  group: 'Group',
  groupFacts: (last: string, read: string, lag: string) =>
    `delivered up to ${last}, entries read: ${read}, lag: ${lag}`,
  unknown: 'not known',
  consumer: 'Consumer',
  consumers: 'Consumers',
  consumerPending: (n: number) => `${formatCount(n)} pending`,
  seen: (time: string) => `seen ${time} ago`,
  neverActive: 'nothing delivered to it yet',
  active: (time: string) => `last given an entry ${time} ago`,
  pending: 'Pending',
  nonePending: 'Nothing is pending: all that was delivered has been acknowledged.',
  idle: 'Idle',
  deliveries: 'Deliveries',
  delivered: (times: string, moment: string) => `deliveries: ${times}, the last at ${moment}`,
};
