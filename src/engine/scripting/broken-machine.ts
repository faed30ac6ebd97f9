/** The machine broke (JavaScript's stack used up, a trap): it must be dropped. */
export class BrokenMachine extends Error {}
