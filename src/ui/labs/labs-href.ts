/** Addresses of the labs room. */

export const labsHref = '#/labs';
export const labHref = (id: string): string => `${labsHref}/${id}`;
