/** Addresses within the Learn room. */

export const courseHref = '#/learn';

export const lessonHref = (lesson: string): string => `#/learn/${lesson}`;

export const stepHref = (lesson: string, step: string): string => `#/learn/${lesson}/${step}`;
