/** 서버 방의 한국어 문구 전부. 방을 처음 열 때 한 덩어리로 불러온다. */
import { directivesKo } from './directives-ko.ts';
import { infoKo } from './info-ko.ts';
import { serverKo } from './server-ko.ts';
import type { ServerTexts } from './server-texts-en.ts';

export const serverTextsKo: ServerTexts = {
  room: serverKo,
  info: infoKo,
  directives: directivesKo,
};
