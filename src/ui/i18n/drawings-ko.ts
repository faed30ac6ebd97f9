/** 비트맵, HyperLogLog, 지도 그림의 한국어 문구. */

import type { DrawingMessages } from './drawings-en.ts';
import { formatCount as n } from './numbers.ts';

export const drawingsKo = {
  showAs: '보는 방식',
  units: {
    bits: '비트',
    bytes: '바이트',
    buckets: '버킷',
    entries: '항목',
    members: '멤버',
    nodes: '노드',
    ranks: '순위',
    registers: '레지스터',
  },
  window: (unit, first, last, all) => `${unit} ${n(first)}~${n(last)}, 모두 ${n(all)}개`,
  goTo: (unit) => `볼 ${unit} 번호`,
  goToHint: '번호로 이동',
  bits: '비트',
  registers: '레지스터',
  map: '지도',
  gridHint: '칸을 가리키거나, 격자에 초점을 두고 화살표 키를 누르세요.',
  bitsTitle: '비트맵',
  bitsNote: (ones, bits) =>
    `비트 ${n(bits)}개 가운데 ${n(ones)}개가 1입니다. 0번 비트는 첫 바이트의 가장 높은 비트입니다.`,
  bitsLabel: '화면에 보이는 비트',
  bit: (offset, value) => `${n(offset)}번 비트: ${value}`,
  fromBit: '시작 비트',
  ones: '1의 개수',
  registersTitle: 'HyperLogLog 레지스터',
  estimate: (elements, error) =>
    `서로 다른 원소 약 ${n(elements)}개, 오차 ±${error < 1 ? '1 미만' : n(error)} (표준 오차 0.81%).`,
  registersMeaning:
    '원소의 해시가 레지스터를 하나 고르고, 레지스터는 그 해시들의 나머지에서 가장 길게 이어진 0의 개수에 1을 더해 기억합니다. 큰 값이 많을수록 원소가 많습니다.',
  strips: '한 줄은 레지스터 2,048개입니다. 회색 구간은 0이고, 선은 값이며 클수록 진합니다.',
  cells: '한 칸이 레지스터 하나이고, 값이 클수록 진합니다.',
  cached: '센 값이 헤더에 저장되어 있습니다.',
  stale: '헤더에 저장된 값은 낡았습니다. 다음 PFCOUNT가 다시 셉니다.',
  corrupt: '레지스터가 손상되었습니다.',
  sparse: (size, runs) =>
    `희소 인코딩: ${size} 안의 연산 코드 ${n(runs)}개가 레지스터 16,384개를 나타냅니다.`,
  dense: (size) => `밀집 인코딩: 6비트 레지스터 16,384개, ${size}.`,
  registersLabel: '레지스터',
  register: (index, value) => `${n(index)}번 레지스터: ${value}`,
  stripsLabel: (values) => `여덟 줄에 나눈 레지스터 16,384개. 0이 아닌 구간 ${n(values)}개`,
  opcode: '연산 코드',
  firstRegister: '시작 레지스터',
  length: '레지스터 수',
  value: '값',
  howMany: '레지스터 수',
  moreRuns: (left) => `연산 코드 ${n(left)}개 더`,
  mapTitle: '지도',
  mapNote: (shown, all) =>
    shown === all
      ? `멤버 ${n(all)}개. 점수를 지오해시로 읽었습니다.`
      : `멤버 ${n(all)}개 가운데 고르게 뽑은 ${n(shown)}개. 점수를 지오해시로 읽었습니다.`,
  mapLabel: (points, cells) => `점 ${n(points)}개와 지오해시 칸 ${n(cells)}개가 있는 지도`,
  circle: (radius, place) => `마지막 검색: ${place}에서 ${radius} 안.`,
  box: (width, height, place) => `마지막 검색: ${place} 둘레의 가로 ${width}, 세로 ${height} 상자.`,
  scanned: (cells) => `지오해시 칸 ${n(cells)}개를 훑었습니다.`,
  mapLoading: '지도를 불러오는 중',
  mapFailed: '지도를 불러오지 못했습니다. 같은 장소가 아래 표에 있습니다.',
  mapSource: '해안선: Natural Earth',
  longitude: '경도',
  latitude: '위도',
  geohash: '지오해시',
} satisfies DrawingMessages;
