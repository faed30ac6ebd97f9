/** 월드를 쓰는 실험실(캐싱, 스탬피드)의 한국어 문구. */
import { formatCount as count } from './numbers.ts';
import type { WorldMessages } from './world-en.ts';

export const worldKo: WorldMessages = {
  lab: {
    caching: {
      title: '캐싱 전략',
      sentence: '전략은 여럿, 느린 데이터베이스는 하나. 한 줄만 바꿔도 누가 버티는지가 달라집니다.',
      stage: '캐싱 실험실의 월드',
    },
    stampede: {
      title: '스탬피드',
      sentence: '천 명이 원하는 인기 키 하나가 만료되는 순간.',
      stage: '스탬피드 실험실의 월드',
    },
  },
  strategy: '전략',
  strategies: {
    caching: {
      'cache-aside': {
        name: '캐시 어사이드',
        about: '미스가 나면 데이터베이스에 묻고 사본을 남깁니다. 쓰기는 사본을 지웁니다.',
      },
      'no-cache': { name: '캐시 없음', about: '모든 요청이 쿼리가 됩니다. 비교의 기준입니다.' },
      warming: {
        name: '예열한 캐시 어사이드',
        about: '첫 방문자가 오기 전에 가장 많이 찾는 100개 행을 미리 넣어 둡니다.',
      },
      'read-through': {
        name: '리드 스루',
        about: 'Redis 앞의 계층이 없는 값을 읽어 옵니다. 애플리케이션은 묻기만 합니다.',
      },
      'write-through': {
        name: '라이트 스루',
        about: '쓰기가 데이터베이스를 바꾼 다음 사본도 바꿉니다.',
      },
      'write-behind': {
        name: '라이트 비하인드, 큐는 Redis에',
        about: '캐시에 들어가면 쓰기가 끝난 것으로 칩니다. 데이터베이스에는 나중에 알립니다.',
      },
      'write-behind-memory': {
        name: '라이트 비하인드, 큐는 앱에',
        about: '같은 방식이지만 아직 쓰지 않은 것이 앱 서버의 메모리에 있습니다.',
      },
      'write-around': {
        name: '라이트 어라운드',
        about: '쓰기가 캐시를 건드리지 않습니다. 사본은 만료될 때까지 낡은 값입니다.',
      },
      'refresh-ahead': {
        name: '리프레시 어헤드',
        about: '찾는 사람이 많은 사본을 만료되기 전에 새로 고칩니다.',
      },
      'invalidate-keys': {
        name: 'KEYS로 무효화',
        about: '쓰기가 KEYS로 행의 모든 사본을 찾습니다. 그동안 모두가 기다립니다.',
      },
      'invalidate-scan': {
        name: 'SCAN으로 무효화',
        about: '같은 탐색을 잘게 나누어, 그 사이사이에 다른 요청이 처리됩니다.',
      },
      'invalidate-tags': {
        name: '태그로 무효화',
        about: '행마다 사본의 이름을 세트에 적어 두어, 쓰기가 찾아다니지 않습니다.',
      },
      'versioned-keys': {
        name: '버전이 붙은 키',
        about: '쓰기가 버전을 올리면 옛 이름들은 더 이상 쓰이지 않습니다.',
      },
      lease: {
        name: '리스가 있는 캐시 어사이드',
        about: '미스의 토큰을 가진 쪽만 캐시를 채울 수 있고, 쓰기는 그 토큰을 거둡니다.',
      },
    },
    stampede: {
      none: { name: '보호 없음', about: '미스가 난 요청은 모두 데이터베이스에 묻습니다.' },
      'lock-retry': {
        name: '락과 재시도',
        about: '흔히 쓰이는 SET NX 락. 나머지는 50 ms 뒤에 다시 묻습니다.',
      },
      'lock-token': {
        name: '토큰과 한도가 있는 락',
        about: '주인만 풀 수 있고, 아무도 끝없이 기다리지 않습니다.',
      },
      'single-flight': {
        name: '싱글 플라이트',
        about: '앱 서버마다 쿼리는 하나. 나머지는 그 답을 함께 기다립니다.',
      },
      'early-uniform': {
        name: '조기 만료, 고른 확률',
        about: '수명의 마지막 10분의 1에서 독자들이 고른 확률로 새로 고칩니다.',
      },
      xfetch: {
        name: 'XFetch',
        about: '재구성에 걸리는 시간을 아는 지수 확률로 미리 새로 고칩니다.',
      },
      'stale-while-revalidate': {
        name: '낡은 값 제공, 뒤에서 갱신',
        about: '한 독자가 새로 고치는 동안 옛 사본을 내줍니다.',
      },
      jitter: {
        name: '지터를 준 만료',
        about:
          '사본마다 수명이 조금씩 다릅니다. 많은 키에는 도움이 되지만 인기 키 하나에는 아닙니다.',
      },
    },
  },
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
    closed: '답을 기다리는 사용자에게서 (닫힌 부하)',
    rate: '초당 요청 수',
    perSecond: (n) => `${n}/초`,
    users: '사용자',
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
    happenings: {
      nothing: '아무 일도 없음',
      'restart-cache': '캐시가 비워진 채 재시작',
      'cut-network': '5초 동안 캐시에 닿지 않음',
      'slow-database': '20초 동안 데이터베이스가 5배 느려짐',
      'expire-key': '가장 인기 있는 키가 삭제됨',
      'crash-app': '앱 서버 하나가 죽음',
      deploy: '배포로 앱 서버가 하나씩 교체됨',
    },
    deployStep: '배포: 앱 서버 사이의 간격',
    modelled:
      '엔진은 진짜이고 스스로 셉니다. 데이터베이스, 네트워크, 명령이 이벤트 루프에 쓰는 시간은 모형입니다.',
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
    second: '초',
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
    good: '90 %: 제 몫을 하는 캐시',
    poor: '50 %: 거의 쓸모없음',
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
    endless: (line) => `끝나지 않는 반복문에 든 요청을 포기했습니다, ${line}번째 줄`,
  },
  code: {
    title: '모든 앱 서버에서 도는 전략 코드',
    edit: '편집',
    edited: '편집됨',
    restore: '원본으로 되돌리기',
    fromLink: '이 링크에는 코드가 들어 있습니다. 실행하기 전에 읽어 보세요.',
    reset: '기본 설정',
  },
  figures: (ratio, p99) => `적중 ${ratio}, p99 ${p99}`,
  figuresStampede: (perRebuild, p99) => `재구성당 ${perRebuild}, p99 ${p99}`,
};
