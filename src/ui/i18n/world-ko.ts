/** 월드를 쓰는 실험실(캐싱, 스탬피드)의 한국어 문구. */
import { choicesKo } from './lab-choices-ko.ts';
import { formatCount as count } from './numbers.ts';
import type { WorldMessages } from './world-en.ts';

export const worldKo: WorldMessages = {
  lab: {
    caching: {
      title: '캐싱 전략',
      sentence:
        '클라이언트 만 명, 느린 데이터베이스 하나. 전략을 한 줄 바꾸고 데이터베이스가 버티는지 보세요.',
      stage: '캐싱 실험실의 월드',
    },
    stampede: {
      title: '스탬피드',
      sentence: '천 명이 원하는 인기 키 하나가 만료되는 순간.',
      stage: '스탬피드 실험실의 월드',
    },
  },
  strategy: '전략',
  strategies: choicesKo.strategies,
  client: {
    label: '클라이언트',
    names: {
      light: '라이트, 가상 세계용',
      ioredis: 'ioredis, 실제 패키지',
      redis: 'node-redis, 실제 패키지',
    },
    about: {
      light:
        'ioredis와 같은 방식으로 호출합니다. 연결이 끊기면 진행 중이던 명령은 실패하고, 다음 명령이 새 연결을 엽니다.',
      ioredis:
        '연결이 끊겨도 아직 오류가 아닙니다. 50~250ms 뒤에 다시 연결하고, 실패할수록 간격을 늘립니다(retryStrategy). 그동안 새 명령은 오프라인 큐에 쌓아 두고, 응답을 받지 못한 명령은 최대 20번까지 다시 보냅니다(maxRetriesPerRequest). 그래서 사용자는 오류 대신 기다림을 겪습니다. ‘캐시를 포기하는 시간’은 commandTimeout 옵션이 됩니다.',
      redis:
        '연결이 끊긴 순간 이미 보낸 명령은 실패하고, 그 뒤의 명령은 다시 연결될 때까지(reconnectStrategy) 오프라인 큐에서 기다립니다(disableOfflineQueue). ‘캐시를 포기하는 시간’은 명령 timeout 옵션이 되지만, 명령을 보내기 전까지만 잽니다. 그래서 네트워크가 침묵하면 계속 기다립니다.',
    },
    slower:
      '배포된 패키지가 가상 세계의 시계와 네트워크 위에서 그대로 돕니다. 실행이 몇 배 오래 걸립니다.',
    outage: '캐시가 사라지면 어떻게 되나',
    own: '편집한 코드에서 다른 옵션으로 직접 만들 수도 있습니다.',
  },
  controls: {
    traffic: '트래픽',
    cache: '캐시',
    database: '데이터베이스 (모형)',
    more: '더 많은 설정',
    arrivals: '요청이 오는 방식',
    open: '아무 때나 (열린 부하)',
    closed: '답을 기다리는 클라이언트에게서 (닫힌 부하)',
    rate: '초당 요청 수',
    perSecond: (n) => `${n}/초`,
    users: '클라이언트',
    think: '클라이언트가 답을 받고 다시 요청하기까지',
    shape: '실행하는 동안',
    shapes: { steady: '일정하게', burst: '한동안 열 배로', diurnal: '하루의 물결처럼' },
    rows: '행',
    zipf: '인기의 쏠림, 지프 지수',
    writes: '쓰기 비율',
    ttl: '수명 (TTL)',
    seconds: (n) => `${count(n)}초`,
    beta: '베타(beta)',
    timeout: '캐시를 포기하는 시간',
    never: '포기하지 않음',
    service: '쿼리 한 번에 걸리는 시간',
    rebuild: '재구성에 걸리는 시간',
    distribution: '시간의 편차',
    distributions: { fixed: '없음', lognormal: '긴 꼬리', exponential: '지수 분포' },
    workers: '동시에 처리하는 쿼리',
    queueMax: '대기열 자리',
    servers: '앱 서버',
    length: '가상 시간',
    happening: '절반이 지났을 때',
    happenings: choicesKo.happenings,
    deployStep: '배포: 앱 서버 사이의 간격',
    modelled:
      '엔진은 진짜이고 스스로 셉니다. 데이터베이스, 네트워크, 명령이 이벤트 루프에 쓰는 시간은 모형입니다.',
  },
  verdict: {
    fates: {
      drowned: (name) => `${name}: 데이터베이스가 감당하지 못했습니다.`,
      full: (name) => `${name}: 데이터베이스가 때때로 꽉 찼지만 버텼습니다.`,
      survived: (name) => `${name}: 데이터베이스가 버텼습니다.`,
    },
    full: (full, seconds, places, queue) =>
      `${count(seconds)}초 가운데 ${count(full)}초의 끝에서 자리 ${count(places)}개가 모두 찼고, 쿼리가 최대 ${count(queue)}건 기다렸습니다.`,
    free: (busy, places) =>
      `어느 초의 끝에서도 기다리는 쿼리가 없었습니다. 자리 ${count(places)}개 가운데 최대 ${count(busy)}개가 찼습니다.`,
    refused: (n) => `대기열이 가득 차 쿼리 ${count(n)}건을 거절했습니다.`,
    users: (ratio, p99, lost, requests) =>
      `적중 ${ratio}, p99 ${p99}, 요청 ${count(requests)}건 가운데 ${count(lost)}건이 답을 받지 못했습니다.`,
    measuredQueue: (mean, most, work) =>
      `XFetch는 재구성에 걸린 시간을 재서 delta로 씁니다. 이 실행에서 쿼리는 평균 ${mean}, 최대 ${most} 걸렸지만 데이터베이스가 실제로 일한 시간은 ${work}입니다. 나머지는 대기열에서 기다린 시간입니다. delta가 커지면 독자들이 더 일찍, 더 많이 새로 고치고, 그만큼 대기열이 길어져 delta가 또 커집니다. ‘싱글 플라이트를 더한 XFetch’ 전략처럼 앱 서버마다 쿼리를 한 번에 하나로 묶으면 풀립니다. 코드에서 delta에 상한을 두거나 beta를 줄이면 이른 갱신은 멎지만, 빈 캐시에 몰리는 무리는 막지 못합니다.`,
    clients: (n) => `클라이언트 ${count(n)}개:`,
    ran: (requests, seconds, took, perSecond) =>
      `가상 시간 ${count(seconds)}초 동안 요청 ${count(requests)}건. 시뮬레이션에 ${took}, 초당 ${count(Math.round(perSecond))}건.`,
    running: (requests) => `요청 ${count(requests)}건을 시뮬레이션했습니다`,
    runningAt: (requests, perSecond) =>
      `요청 ${count(requests)}건을 시뮬레이션했습니다, 초당 ${count(perSecond)}건`,
  },
  stage: {
    title: '어느 순간의 월드',
    servers: (n) => `앱 서버 ${count(n)}대`,
    redis: 'Redis, 이 엔진',
    database: '데이터베이스, 모형',
    serversUp: (up, draining) =>
      draining === 0
        ? `${count(up)}대 가동`
        : `${count(up)}대 가동, ${count(draining)}대 마무리 중`,
    inFlight: (n) => `진행 중 ${count(n)}건`,
    hitRatio: (percent) => `적중 ${percent}`,
    keyLives: (seconds) => `post:1의 남은 수명 ${seconds}초`,
    keyGone: 'post:1 없음',
    keyForever: 'post:1은 만료 없음',
    memory: (bytes) => `${bytes} 사용`,
    busy: (busy, of) => `${count(of)}개 중 ${count(busy)}개 작업 중`,
    queued: (n) => `${count(n)}건 대기`,
    queries: (n) => `초당 쿼리 ${count(n)}건`,
    at: (time) => `가상 시간 ${time}`,
    sentence: (time, inFlight, busy, queued) =>
      `${time}: 진행 중인 요청 ${count(inFlight)}건, 데이터베이스가 처리 중인 쿼리 ${count(busy)}건, 대기 ${count(queued)}건.`,
    empty: '월드를 실행하면 여기에 보입니다.',
    dots: (shown, all) => (shown < all ? `점 하나가 ${count(Math.ceil(all / shown))}건` : ''),
  },
  charts: {
    second: '가상 시간(초)',
    queries: '데이터베이스 쿼리',
    queriesUnit: '초당',
    ratio: '읽기의 적중률',
    ratioUnit: '퍼센트',
    p99: '지연 시간, 99번째 백분위수',
    p50: '지연 시간, 중앙값',
    ms: '밀리초',
    queue: '데이터베이스를 기다리는 쿼리',
    queueUnit: '건',
    stale: '낡은 읽기',
    staleUnit: '초당',
    failed: '실패한 요청',
    failedUnit: '초당',
    good: '90%: 제 몫을 하는 캐시',
    poor: '50%: 거의 쓸모없음',
    summary: (title, lines) => `${title}. ${lines}`,
    line: (name, mean, most) => `${name}: 평균 ${mean}, 최대 ${most}.`,
    none: '아직 실행하지 않았습니다.',
  },
  totals: {
    title: '센 값',
    requests: '요청',
    hitRatio: '적중률 (keyspace_hits)',
    queries: '데이터베이스 쿼리',
    loadShare: '요청당 쿼리',
    p50: '응답의 지연 시간 중앙값',
    p99: '99번째 백분위수',
    max: '가장 느린 요청',
    failed: '실패',
    stale: '낡은 읽기',
    lost: '잃어버린 쓰기',
    rebuilds: '사본 재구성 횟수',
    perRebuild: '재구성당 쿼리',
    worst: '한 번의 재구성에서 최대',
    early: '만료 전에 시작한 시간',
    waited: '쿼리 없이 기다린 요청',
    commands: 'Redis로 보낸 명령',
    took: '실제 걸린 시간',
    explain: {
      loadShare: '캐시가 없을 때의 부하에서 남은 몫. 읽기만 있으면 캐시 없이 1입니다.',
      stale: '읽기가 시작될 때 이미 저장되었다고 알린 값보다 낡은 것을 받은 읽기.',
      lost: '저장되었다고 사용자에게 알렸지만 데이터베이스에 그 값도 더 새로운 값도 없는 쓰기.',
      perRebuild: '수명의 절반보다 긴 쉼 없이 이어진 쿼리들이 재구성 한 번입니다.',
      waited: '스스로 쿼리를 보내지 않고 10 ms 넘게 걸린 요청. 다른 요청의 쿼리를 기다렸습니다.',
    },
  },
  notes: {
    title: '일어난 일',
    times: (n) => `${count(n)}번`,
    at: (second) => `${second}초`,
    unsettled: (requests, line) =>
      `요청 ${count(requests)}개가 끝내 답을 받지 못했습니다. ${
        line === '' ? '코드가 돌려준 프로미스가' : `${line}번째 줄의 await가`
      } 끝나지 않았습니다. 실행이 끝났을 때 이를 끝내 줄 수 있는 쿼리도 명령도 진행 중이지 않았습니다.`,
    unanswered: (requests, line) =>
      `실행이 끝났을 때 요청 ${count(requests)}개가 ${
        line === '' ? '' : `${line}번째 줄의 await에서 기다리며 `
      }아직 답을 받지 못했습니다. 쿼리나 명령이 아직 진행 중이었습니다.`,
    mostFailed: (failed, requests, text) =>
      `요청 ${count(requests)}개 가운데 ${count(failed)}개가 실패했습니다. 가장 많은 오류: ${text}`,
    endless: (line) => `끝나지 않는 반복문에 든 요청을 포기했습니다, ${line}번째 줄`,
  },
  code: {
    title: '모든 앱 서버에서 도는 전략 코드',
    edit: '편집',
    change: '코드 고치기',
    edited: '편집됨',
    keys: 'Ctrl+Enter로 실행하고, Ctrl+M을 누르면 Tab으로 편집기를 나갈 수 있습니다',
    back: {
      original: '원본으로 되돌리기',
      edit: '내가 편집한 코드로',
      earlier: '이전에 편집한 코드로',
      shared: '열었던 코드로',
    },
    foreign: '다른 사람이 쓴 전략 코드입니다. 실행하기 전에 차트 아래의 코드를 읽어 보세요.',
    reset: '기본 설정',
  },
  figures: (ratio, p99) => `적중 ${ratio}, p99 ${p99}`,
  figuresStampede: (perRebuild, p99) => `재구성당 ${perRebuild}, p99 ${p99}`,
};
