/** Whether the letters of a file are read as they were meant: text between letters that no Dutch name has is another encoding. */

const letter = String.raw`\p{L}\p{M}`;
const lower = String.raw`\p{Ll}\p{M}`;

/**
 * What old code pages make of é, ë, ö and others when they are read as Windows-1252, or UTF-8 when it is: signs within a
 * word, a capital in the middle of one, letters that were lost. A dash, an apostrophe and a space may stand in a word.
 */
const garbled = new RegExp(
  [
    String.raw`(?<=[${letter}])\ufffd(?=[${letter}])`,
    String.raw`[\u0080-\u009f]`,
    String.raw`(?<=[${letter}])[‚ƒ„†‡ˆ‰‹˜›¢£¤¥¦§¨©«¬®¯°±²³µ¶¹»¼½¾¿¡÷×€](?=[${letter}])`,
    String.raw`(?<=[${letter}])[…‘“”•—™œ](?=[${lower}])`,
    String.raw`(?<=[${letter}])[‚ƒˆ‰†‡‹¢£¤¥¦¨¬¯±]`,
    String.raw`[™€£¤¥¢ƒˆ‰‚‹](?=[${letter}])`,
    String.raw`(?<=[${letter}])[ŠŒŽŸ\u00c0-\u00d6\u00d8-\u00de](?=[${lower}])`,
    String.raw`(?<=\p{Ll})[ŠŒŽŸ\u00c0-\u00d6\u00d8-\u00de](?![${letter}])`,
    String.raw`(?<=\p{Ll})[\u00c0-\u00d6\u00d8-\u00de](?=\p{Lu})`,
    String.raw`[ÃÂÄÅ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]`,
  ].join('|'),
  'u',
);
const foreign = /[\u0080-\uffff]/u;

export function isGarbled(text: string): boolean {
  return foreign.test(text) && garbled.test(text);
}

/** Gathers how many words with letters outside ASCII are in order, and how many are not. */
export class LetterFacts {
  #right = 0;
  #wrong = 0;

  add(text: string): void {
    if (!foreign.test(text)) return;
    if (garbled.test(text)) this.#wrong += 1;
    else if (/[\u00c0-\u024f]/.test(text)) this.#right += 1;
  }

  /** More of them wrong than right: the file was written in another encoding than it was read in. */
  get isOtherEncoding(): boolean {
    return this.#wrong > this.#right;
  }
}
