/** Headings of replies that are shown as tables, in Korean. */
import type { TableHeadings } from './table-en.ts';

export const tableKo: TableHeadings = {
  index: '번호',
  value: '값',
  key: '키',
  field: '필드',
  fields: '필드와 값',
  member: '멤버',
  score: '점수',
  directive: '지시어',
  channel: '채널',
  subscribers: '구독자 수',
  id: '항목 ID',
  distance: '거리',
  geohash: '지오해시',
  longitude: '경도',
  latitude: '위도',
};
