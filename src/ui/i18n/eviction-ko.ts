/** 키 축출 실험의 한국어 문구. */

import type { EvictionMessages } from './eviction-en.ts';
import { choicesKo } from './lab-choices-ko.ts';
import { formatCount as n } from './numbers.ts';

export const evictionKo: EvictionMessages = {
  title: '키 축출',
  sentence: '같은 접근을 모든 정책에 똑같이 줍니다. 다시 찾을 키를 누가 남겨 둘까요?',
  stage: '결과',
  trace: '접근',
  traces: choicesKo.traces,
  traceAbout: {
    loop: '모든 키를 차례로 되풀이합니다. 최근 것을 남기는 정책은 곧 찾을 것을 버리게 됩니다.',
    zipf: 'k번째로 인기 있는 키를 1/k의 거듭제곱만큼 찾습니다.',
    shift: '같은 방식이지만 인기 있는 키가 세 번 바뀝니다.',
    scan: '이따금 모든 키의 5분의 1을 차례로 한 번씩 읽고, 한동안 다시 찾지 않습니다.',
    sessions:
      '키와 접근의 10분의 1은 만료 시간 없이 쓴 세션이고, 나머지는 만료 시간이 있는 캐시입니다. 세션이 밀려난 사람은 다시 로그인해야 합니다.',
    own: '한 줄에 키 하나, 첫 줄에 ‘key’라는 열 이름이 있는 표, 또는 ARC 기록의 줄(시작, 개수, 다른 수 두 개)을 넣으세요. 이 페이지 밖으로 나가지 않습니다.',
  },
  openTrace: '접근 기록 파일 열기',
  ownText: '한 줄에 키 하나',
  ownLoaded: (lines) => `${n(lines)}줄을 불러왔습니다.`,
  ownTooLarge: '파일이 12 MB를 넘습니다. 잘라 내세요. 수십만 번의 접근이면 충분합니다.',
  problem: {
    empty: '기록에 키가 없습니다. 한 줄이라도 쓰세요.',
    tooManyAccesses: (line) => `${n(line)}행에서 접근이 1,000,000번을 넘습니다. 거기서 자르세요.`,
    tooManyKeys: (line) => `${n(line)}행에서 서로 다른 키가 200,000개를 넘습니다. 거기서 자르세요.`,
    badLine: (line) =>
      `${n(line)}행을 읽을 수 없습니다. 키는 512자까지이고, ARC 기록의 줄은 정수 네 개입니다.`,
    notText: (line) =>
      `${n(line)}행은 텍스트가 아닙니다. 압축을 푼 UTF-8 일반 텍스트 파일을 여세요. 한 줄에 키 하나입니다.`,
  },
  keys: '서로 다른 키',
  skew: '지수',
  accesses: '접근 횟수',
  capacity: '들어가는 키',
  policies: '정책',
  models: '교과서와 논문의 정책',
  engine: '엔진에서 실행하는 Redis',
  policiesMax: '구별할 수 있도록 한 번에 여덟 개까지 고릅니다.',
  names: {
    opt: '최적',
    lru: '정확한 LRU',
    lfu: '정확한 LFU',
    fifo: '선입선출(FIFO)',
    random: '무작위',
    sieve: 'SIEVE',
    s3fifo: 'S3-FIFO',
    wtinylfu: 'W-TinyLFU',
    'redis-allkeys-lru': 'allkeys-lru',
    'redis-allkeys-lfu': 'allkeys-lfu',
    'redis-allkeys-random': 'allkeys-random',
    'redis-volatile-lru': 'volatile-lru',
    'redis-volatile-lfu': 'volatile-lfu',
    'redis-volatile-random': 'volatile-random',
    'redis-volatile-ttl': 'volatile-ttl',
    'redis-noeviction': 'noeviction',
  },
  sources: {
    opt: 'Belady 1966, 앞일을 앎',
    lru: '가장 오래전에 쓴 키',
    lfu: '캐시에 있는 동안 가장 적게 쓴 키',
    fifo: '먼저 들어온 키',
    random: '아무 키나',
    sieve: 'Zhang 등, NSDI 2024',
    s3fifo: 'Yang 등, SOSP 2023',
    wtinylfu: 'Einziger 등, TOS 2017',
  },
  engineSettings: '엔진 설정',
  samples: 'maxmemory-samples 값',
  decay: 'lfu-decay-time 값',
  decayValue: (minutes) => (minutes === 0 ? '줄지 않음' : `${n(minutes)}분`),
  rate: '엔진 시계로 초당 접근',
  engineNote:
    '정책마다 엔진을 따로 씁니다. GET 하고, 없으면 만료 시간 60일로 SET 하며, 접근할 때마다 시계가 흘러갑니다. maxmemory는 그만큼의 키가 들었을 때 엔진이 쓰는 메모리입니다.',
  hitRatio: '적중률',
  hitRatioUnit: '최근 접근 20분의 1에서',
  hitSummary: (best, bestShare, worst, worstShare) =>
    `전체 접근의 적중률은 ${best} 정책이 ${bestShare}로 가장 높고 ${worst} 정책이 ${worstShare}로 가장 낮습니다.`,
  verdict: (best, bestShare, worst, worstShare) =>
    `적중이 가장 많은 정책: ${best} ${bestShare}. 가장 적은 정책: ${worst} ${worstShare}.`,
  verdictAlike: (share) => `모든 정책이 똑같이 적중 ${share}.`,
  verdictOne: (policy, share) => `${policy}: 적중 ${share}.`,
  allDifferent:
    '두 번 찾은 키가 없어 어떤 정책도 적중할 수 없습니다. 줄에 키 말고 다른 값도 있다면 첫 줄에 열 이름을 쓰고 그중 하나를 ‘key’로 하세요.',
  nothingWent:
    '내보낸 키가 없습니다. 모든 키가 들어갈 자리가 있기 때문입니다. 들어가는 키를 줄이면 정책의 차이가 드러납니다.',
  ran: (accesses, keys, ms) =>
    `정책마다 키 ${n(keys)}개에 접근 ${n(accesses)}번, 모두 ${n(Math.round(ms))}밀리초.`,
  ranEngine: (commands, size) =>
    `엔진은 maxmemory ${size}에서 명령 ${n(commands)}개를 실행했습니다.`,
  columns: {
    policy: '정책',
    hits: '적중',
    ofOptimum: '최적 대비',
    evictions: '축출',
    sessions: '잃은 세션',
    refused: '거절된 쓰기(OOM)',
  },
  runName: (trace, capacity) => `${trace}, 키 ${n(capacity)}개`,
  runLine: (run, policy) => `${run} · ${policy}`,
  gridTitle: '누가 남고 누가 나가는가',
  gridNote:
    '캐시에 든 모든 키를 마지막으로 찾은 때와 찾은 횟수로 나누었습니다. 테두리가 있는 칸에서는 앞 단계 이후에 키가 나갔습니다. 실행하는 동안에는 테두리가 나타났다 옅어집니다.',
  follow: '정책',
  gridUnit: '때와 횟수로 나눈 키',
  gridAge: '마지막으로 찾은 뒤 지난 접근 수',
  gridFrequency: '찾은 횟수',
  gridAt: (at, resident, evicted) =>
    `접근 ${n(at)}번 뒤: 캐시에 키 ${n(resident)}개, 앞 단계 이후 ${n(evicted)}개 축출.`,
  gridLive: (at, resident, evicted) =>
    `접근 ${n(at)}번 뒤: 캐시에 키 ${n(resident)}개, 지금까지 ${n(evicted)}개 축출.`,
  gridCell: (resident, evicted) =>
    evicted === 0 ? n(resident) : `${n(resident)} (−${n(evicted)})`,
  from: (value) => `${n(value)} 이상`,
  showTable: '표',
  showGrid: '그림',
  csv: { age: '지난 접근(부터)', frequency: '횟수(부터)', resident: '키', evicted: '축출' },
  curvesTitle: '얼마나 커야 할까',
  curvesNote: '전체 키의 100분의 1부터 전부까지, 캐시 크기마다 기록 전체의 적중률을 잽니다.',
  curvesRun: '모든 크기 재기',
  curvesUnit: '모든 접근에서',
  curvesEarlier: '설정을 바꾸기 전에 잰 값입니다. 다시 재면 지금 설정의 곡선이 나옵니다.',
  curvesSummary: (points) => `점 ${n(points)}개를 쟀습니다.`,
  dotsTitle: '표본 추출은 LRU에 얼마나 가까울까',
  dotsNote:
    '엔진에 1초에 하나씩 키를 가득 채운 다음 그 절반을 더 넣습니다. 정확한 LRU라면 가장 오래된 것만 내보냅니다. allkeys-lru는 maxmemory-samples개를 살펴보고, 지금까지 본 것 중 가장 나은 16개를 기억해 둡니다.',
  dotsKeys: '메모리를 채우는 키',
  dotsRun: '표본 1~20으로 그리기',
  dotsSamples: 'maxmemory-samples 값',
  dotsPicture: '점 그림',
  dotsExact: '정확한 LRU',
  dotsSampled: (samples) => `allkeys-lru, 표본 ${n(samples)}개`,
  dotsUnit: '정확한 LRU도 했을 축출의 비율',
  dotsFidelity: 'LRU와 닮은 정도',
  dotsSummary: (samples, same, fresh) =>
    `표본이 ${n(samples)}개면 축출의 ${same}가 정확한 LRU와 같고, 새 키는 ${n(fresh)}개 축출되었습니다.`,
  dotKept: '남음',
  dotEvicted: '축출됨',
  dotNew: '새 키, 남음',
  dotNewEvicted: '새 키, 축출됨',
};
