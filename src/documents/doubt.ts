/** The text leaves a doubt: the library reads the document. */
export class Doubt extends Error {}
