/** 데이터 메뉴의 한국어 문구. */

import type { DataMessages } from './data-en.ts';
import { formatCount as n } from './numbers.ts';
import { withParticle } from './particles.ts';

export const dataKo = {
  title: '데이터',
  save: '모든 데이터를 파일로 저장',
  saveNote:
    'redis-server가 appendonly.aof로 읽을 수 있는 append-only 파일입니다(만료되는 해시 필드가 있으면 7.4부터).',
  saved: (name, size) => `${name}, ${size}`,
  saveFailed: (detail) => `데이터를 저장하지 못했습니다. ${detail}`,
  load: '파일 불러오기',
  loadNote: '여기나 Redis에서 만든 50 MB 이하의 스냅숏(dump.rdb) 또는 append-only 파일.',
  storage: '저장 공간',
  used: (used, quota) =>
    `브라우저가 허용한 ${quota} 중 약 ${withParticle(used, '을/를')} 쓰고 있습니다.`,
  unknownUse: '이 브라우저는 얼마나 쓰고 있는지 알려 주지 않습니다.',
  keep: '데이터 지켜 두기',
  kept: '직접 지우기 전까지 브라우저가 데이터를 지킵니다.',
  notKept: '디스크가 가득 차면 브라우저가 데이터를 지울 수 있습니다.',
  refusedToKeep:
    '브라우저가 거절했습니다. 사이트를 얼마나 쓰는지 등을 보고 브라우저가 스스로 정합니다. 페이지를 설치하거나 북마크하면 달라질 수 있습니다. 파일로 저장하는 것은 언제나 됩니다.',
  cannotKeep: '이 브라우저에는 그렇게 부탁할 방법이 없습니다. 파일로 저장하는 것은 언제나 됩니다.',
  confirmTitle: (name) => `${withParticle(name, '을/를')} 불러올까요?`,
  confirm: (size, present) =>
    present === 0
      ? `파일 크기는 ${size}입니다. 지금은 바뀔 키가 없습니다.`
      : `파일 크기는 ${size}입니다. 지금 있는 키 ${n(present)}개를 모두 대신합니다. 2분 동안 되돌릴 수 있습니다.`,
  confirmYes: '불러오기',
  cancel: '취소',
  loading: '불러오는 중…',
  loaded: (name, keys) => `${name}에서 키 ${n(keys)}개를 불러왔습니다.`,
  refusedTitle: (name) => `${withParticle(name, '을/를')} 불러오지 못했습니다`,
  nothingChanged: '바뀐 것은 없습니다.',
  refused: {
    'too-large': '50 MB보다 큽니다.',
    empty: '비어 있습니다.',
    unknown: '스냅숏(RDB)도 append-only 파일도 아닙니다. 그런 파일은 REDIS, *, #로 시작합니다.',
    damaged: '파일에 든 내용을 엔진이 읽지 못했습니다.',
    unreadable: '브라우저가 읽지 못했습니다.',
  },
} satisfies DataMessages;
