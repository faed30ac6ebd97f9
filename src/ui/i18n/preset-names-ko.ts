/** 인터리빙 탐색기에 준비된 실험의 이름. 수업도 이 이름으로 실행을 가리킵니다. */
import type { PresetNames } from './preset-names-en.ts';

export const presetNamesKo: PresetNames = {
  lostUpdate: 'GET 다음 SET',
  lostUpdate3: 'GET 다음 SET, 클라이언트 셋',
  incr: 'INCR으로',
  writeDelCold: '쓰고 나서 DEL, 빈 캐시',
  writeDelWarm: '쓰고 나서 DEL, 찬 캐시',
  delWriteWarm: 'DEL 하고 나서 쓰기, 찬 캐시',
  delWriteCold: 'DEL 하고 나서 쓰기, 빈 캐시',
  twoWriters: 'SET 하는 쓰기 둘',
  doubleDelWarm: 'DEL, 쓰기, DEL, 찬 캐시',
  doubleDelCold: 'DEL, 쓰기, DEL, 빈 캐시',
  twoReaders: '읽기 둘과 쓰기 하나',
  lease: '리스를 쓰는 읽기 둘',
  leaseOne: '리스를 쓰는 읽기 하나',
  versionsOne: '버전을 쓰는 읽기 하나',
  lockBare: 'DEL로 풀기',
  lockToken: '비교하고 지우기',
  transferBare: '트랜잭션 없는 이체',
  transferWatch: 'WATCH, MULTI, EXEC로 이체',
  transferRetry: 'WATCH, MULTI, EXEC로 다시 시도하기',
};
