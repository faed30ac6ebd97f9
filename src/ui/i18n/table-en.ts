/** Headings of replies that are shown as tables, in English. */

export const tableEn = {
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

export type TableHeadings = { readonly [C in keyof typeof tableEn]: string };
