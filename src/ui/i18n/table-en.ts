/** Headings of replies that are shown as tables, in English. */
import type { Column } from '../../client/render-table.ts';

export const tableEn: { readonly [C in Column]: string } = {
  index: '#',
  value: 'Value',
  key: 'Key',
  field: 'Field',
  fields: 'Fields',
  member: 'Member',
  score: 'Score',
  directive: 'Directive',
  channel: 'Channel',
  subscribers: 'Subscribers',
  id: 'ID',
  distance: 'Distance',
  geohash: 'Geohash',
  longitude: 'Longitude',
  latitude: 'Latitude',
};
