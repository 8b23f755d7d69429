/** Wraps text in terminal colours, or returns it as it is. */
export interface Painter {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly yellow: Paint;
  readonly green: Paint;
  readonly cyan: Paint;
  readonly blue: Paint;
}

export type Paint = (text: string) => string;

/** A painter that colours, or one that leaves everything plain. */
export function createPainter(isColored: boolean): Painter {
  const paint = (open: number, close: number): Paint =>
    isColored ? (text) => (text === "" ? "" : `\u001B[${open}m${text}\u001B[${close}m`) : (text) => text;
  return {
    bold: paint(1, 22),
    dim: paint(2, 22),
    red: paint(31, 39),
    yellow: paint(33, 39),
    green: paint(32, 39),
    cyan: paint(36, 39),
    blue: paint(34, 39),
  };
}

/** Paints `like this` parts of a sentence and drops nothing: backticks stay, so that plain and painted text agree. */
export function paintCode(sentence: string, paint: Paint): string {
  return sentence.replace(/`[^`]+`/g, (code) => paint(code));
}
