declare module 'nspell' {
  export interface Spell {
    correct(word: string): boolean;
    suggest(word: string): string[];
    add(word: string): Spell;
  }
  export default function nspell(aff: Uint8Array, dic: Uint8Array): Spell;
}
