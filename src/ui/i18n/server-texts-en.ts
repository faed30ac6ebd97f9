/** All that the server room says in English: one chunk, fetched when the room is opened. */
import { type DirectiveTexts, directivesEn } from './directives-en.ts';
import { type InfoTexts, infoEn } from './info-en.ts';
import { type ServerMessages, serverEn } from './server-en.ts';

export interface ServerTexts {
  readonly room: ServerMessages;
  readonly info: InfoTexts;
  readonly directives: DirectiveTexts;
}

export const serverTextsEn: ServerTexts = {
  room: serverEn,
  info: infoEn,
  directives: directivesEn,
};
