/** 스트림 그림의 글, 한국어. */
import { formatCount as n } from './numbers.ts';
import type { streamEn } from './stream-en.ts';

export const streamKo: typeof streamEn = {
  title: '엔트리',
  note: (entries, nodes, added) =>
    `노드 ${n(nodes)}개에 엔트리 ${n(entries)}개. 노드마다 리스트팩 하나이고 첫 ID로 찾습니다. 지금까지 추가된 엔트리는 모두 ${added}개. 새 엔트리는 마지막 노드 끝에 붙습니다.`,
  node: '노드',
  nodeFacts: (alive, deleted, size) =>
    `엔트리 ${n(alive)}개${deleted === 0 ? '' : `, 삭제 표시 ${n(deleted)}개`}, ${size}`,
  range: (first, last) => `${first}부터 ${last}까지`,
  fieldsOnce: '한 번만 저장한 필드',
  ownFields: '필드를 따로 저장',
  deleted: '삭제됨',
  more: (count) => `${n(count)}개 더`,
  counters: (last, deleted) => `마지막 ID ${last}, 삭제된 것 중 가장 큰 ID ${deleted}.`,
  what: '종류',
  id: 'ID 또는 이름',
  content: '내용',
  entry: '엔트리',
  groups: '소비자 그룹',
  noGroups: '아직 이 스트림을 읽는 소비자 그룹이 없습니다. XGROUP CREATE로 만듭니다.',
  group: '그룹',
  groupFacts: (last, read, lag) =>
    `${last}까지 전달, 읽은 엔트리 수: ${read}, 남은 엔트리 수(lag): ${lag}`,
  unknown: '알 수 없음',
  consumer: '소비자',
  consumers: '소비자',
  consumerPending: (count) => `확인 대기 ${n(count)}개`,
  seen: (time) => `${time} 전에 요청함`,
  neverActive: '아직 받은 엔트리 없음',
  active: (time) => `${time} 전에 마지막 엔트리를 받음`,
  pending: '확인 대기',
  nonePending: '확인을 기다리는 엔트리가 없습니다. 전달한 것은 모두 확인되었습니다.',
  idle: '방치된 시간',
  deliveries: '전달 횟수',
  delivered: (times, moment) => `전달 횟수: ${times}, 마지막 전달 ${moment}`,
};
